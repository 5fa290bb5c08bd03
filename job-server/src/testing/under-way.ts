/** Calls over real sockets that are under way: a clock that tests move stands still until they have come to their end. */

export interface UnderWay {
  /** The same call, which counts as under way until it has ended. */
  watch<Asked extends unknown[], Told>(call: (...asked: Asked) => Promise<Told>): (...asked: Asked) => Promise<Told>;
  /** Resolves when none is under way, and what they told has been worked off. */
  rest(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const calls = new Set<Promise<unknown>>();
  return {
    watch:
      (call) =>
      (...asked) => {
        const told = call(...asked).finally(() => calls.delete(told));
        calls.add(told);
        return told;
      },
    rest: async () => {
      for (;;) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (calls.size === 0) return;
        await Promise.allSettled(calls);
      }
    },
  };
}
