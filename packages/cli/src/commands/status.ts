/** `reelyard status JOB` and `reelyard cancel JOB`. */
import { FarmClient, type JobView } from '../api/client.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { describeWait } from '../progress/wait-words.ts';
import { type AddressFlags, getAddress } from './address.ts';

export async function status(job: string, flags: AddressFlags, output: Output): Promise<ExitCode> {
  const client = new FarmClient(getAddress(flags, process.env));
  const view = await client.job(job);
  output.result(view, describe(view));
  return view.state === 'failed' ? EXIT.failed : EXIT.ok;
}

export async function cancel(job: string, flags: AddressFlags, output: Output): Promise<void> {
  const client = new FarmClient(getAddress(flags, process.env));
  const view = await client.cancel(job);
  output.result(view, `${view.id} ${view.state}`);
}

function describe(view: JobView): string {
  const rows: [string, unknown][] = [
    ['state', view.state],
    ['phase', view.phase],
    ['waiting', view.waiting && describeWait(view.waiting)],
    ['percent', view.percent === undefined ? undefined : `${Math.floor(view.percent)} %`],
    ['error', view.error && `${view.error.code}: ${view.error.message}`],
    ...(view.artifacts ?? []).map((artifact): [string, unknown] => [artifact.name, artifact.url]),
  ];
  const known = rows.filter(([, value]) => value !== undefined);
  return [view.id, ...known.map(([name, value]) => `  ${name.padEnd(8)} ${String(value)}`)].join('\n');
}
