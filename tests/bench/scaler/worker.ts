/** A thread that compares one trace after another. */
import { parentPort } from 'node:worker_threads';
import { type Assignment } from './assignment.ts';
import { compare } from './compare.ts';

parentPort?.on('message', (assignment: Assignment) => {
  compare(assignment).then(
    (answer) => parentPort?.postMessage({ answer }),
    (error: unknown) => parentPort?.postMessage({ failure: error instanceof Error ? error.stack : String(error) }),
  );
});
