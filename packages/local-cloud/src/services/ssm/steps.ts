/** The steps of an invocation: how they begin, and which are left out. Pure. */
import { type Command, type Invocation, type StepRun } from './command.ts';
import { type Script } from './document-content.ts';

export function newStep({ name }: Script): StepRun {
  return { name, status: 'Pending', details: 'Pending', code: -1, stdout: '', stderr: '' };
}

/** An earlier step said `exit`: everything but the final step is left out. */
export function isSkippedByExit(command: Command, invocation: Invocation, index: number): boolean {
  if (command.scripts[index]?.isFinal) return false;
  return command.scripts.slice(0, index).some((script, at) => {
    const status = invocation.steps[at]?.status;
    if (status === 'Success') return script.exitsOnSuccess && !script.isSkipped;
    return script.onFailure !== 'continue';
  });
}
