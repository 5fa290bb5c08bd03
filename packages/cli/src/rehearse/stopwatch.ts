/** Seconds of each phase, in the order in which they began. */
export class Stopwatch {
  readonly seconds: Record<string, number> = {};

  async time<T>(phase: string, run: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    this.seconds[phase] = 0;
    try {
      return await run();
    } finally {
      this.seconds[phase] = Math.round((performance.now() - startedAt) / 100) / 10;
    }
  }
}
