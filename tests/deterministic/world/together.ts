/** Questions that are asked at once travel as one: a scan over the shards of an index is one call with one fate, which it would be anyway. */
export function together<Q, A>(ask: (questions: readonly Q[]) => Promise<readonly A[]>): (question: Q) => Promise<A> {
  let waiting: { question: Q; resolve: (answer: A) => void; reject: (error: unknown) => void }[] = [];
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    ask(all.map(({ question }) => question)).then(
      (answers) => all.forEach(({ resolve }, at) => resolve(answers[at] as A)),
      (error: unknown) => all.forEach(({ reject }) => reject(error)),
    );
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (waiting.length === 1) queueMicrotask(flush);
    });
}
