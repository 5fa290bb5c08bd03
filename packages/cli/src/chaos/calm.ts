/** The end of all faults, as what waits for it sees it. */
export class Calm {
  readonly #over = new AbortController();

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  begin(): void {
    this.#over.abort();
  }

  /** Resolves after so long, or when the faults end. */
  pause(ms: number): Promise<void> {
    const { signal } = this.#over;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.max(0, ms));
      signal.addEventListener('abort', end);
    });
  }
}
