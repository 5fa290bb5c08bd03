/** `npm run rehearse`: the real Terraform on an emulated AWS, and one video through what it deployed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearsal } from '@reelyard/environments';
import { type Output } from '../output.ts';
import { Closers } from '../rehearse/closers.ts';
import { rehearse as run } from '../rehearse/rehearse.ts';
import { reportWords, startReport } from '../rehearse/report.ts';
import { getTools } from '../rehearse/tools.ts';
import { Interrupted } from '../exit-code.ts';

/** Prints the report also when it fails, then throws what went wrong. */
export async function rehearse(given: Output): Promise<void> {
  // Minutes go by: progress is told also beside a document.
  const output: Output = { ...given, line: (text) => console.error(text) };
  const tools = await getTools(process.env);
  const dir = await mkdtemp(join(tmpdir(), 'reelyard-rehearsal-'));
  const [closers, report] = [new Closers(), startReport(rehearsal)];
  const startedAt = performance.now();
  let isFine = false;
  try {
    await run({ tools, dir, output, closers, report, orInterrupted: watchSignals() });
    isFine = true;
  } catch (error) {
    report.error = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    for (const failure of await closers.closeAll()) console.error(`did not end: ${failure}`);
    report.seconds['total'] = Math.round((performance.now() - startedAt) / 100) / 10;
    output.result(report, isFine ? reportWords(report) : '');
    if (isFine) await rm(dir, { recursive: true, force: true });
    else console.error(`logs and state of the rehearsal: ${dir}`);
  }
}

/** Terraform hears signals by itself and ends in order; everything else is left at once. */
function watchSignals(): <T>(work: Promise<T>) => Promise<T> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => reject(new Interrupted(signal)));
  });
  interrupted.catch(() => undefined);
  return (work) => Promise.race([work, interrupted]);
}
