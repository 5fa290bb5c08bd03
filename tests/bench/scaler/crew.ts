/** Threads that share a list of assignments. Invariant: answers come in the order of the assignments, whoever did them. */
import { Worker } from 'node:worker_threads';
import { type Answer, type Assignment } from './assignment.ts';

interface Message {
  answer?: Answer;
  failure?: string;
}

export async function compareAll(
  assignments: readonly Assignment[],
  threads: number,
  tell: (answer: Answer) => void,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  /** From the end, where the long ones are. */
  let next = assignments.length - 1;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      for (let index = next--; index >= 0; index = next--) {
        const assignment = assignments[index];
        if (!assignment) return;
        const answer = await ask(worker, assignment);
        answers[index] = answer;
        tell(answer);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, assignments.length) }, work));
  return answers;
}

function ask(worker: Worker, assignment: Assignment): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', ({ answer, failure }: Message) => {
      worker.off('error', reject);
      if (answer) resolve(answer);
      else reject(new Error(failure));
    });
    worker.postMessage(assignment);
  });
}
