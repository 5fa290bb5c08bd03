/** What was started and has to end, last first. Ending one that fails does not keep the others, and what comes too late ends at once. */
export class Closers {
  readonly #closers: { name: string; close: () => Promise<unknown> }[] = [];
  #isClosed = false;

  /** @returns ends it now instead of at the end */
  add(name: string, close: () => Promise<unknown>): () => Promise<void> {
    if (this.#isClosed) void close().catch(() => undefined);
    if (this.#isClosed) throw new Error(`${name} was started after the end`);
    const closer = { name, close };
    this.#closers.push(closer);
    return async () => {
      const at = this.#closers.indexOf(closer);
      if (at < 0) return;
      this.#closers.splice(at, 1);
      await close();
    };
  }

  /** @returns what did not end, in words */
  async closeAll(): Promise<string[]> {
    this.#isClosed = true;
    const failures: string[] = [];
    for (const { name, close } of this.#closers.splice(0).reverse())
      await close().catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
    return failures;
  }
}
