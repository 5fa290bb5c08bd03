/** `reelyard batch FILE`: a job a row of a table, followed to the end when that is asked for. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchView, FarmClient } from '../api/client.ts';
import { sendBatch, typeOf } from '../api/send-batch.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { type AddressFlags, getAddress } from './address.ts';

export interface BatchFlags extends AddressFlags {
  template?: string;
  templateVersion?: string;
  mode?: string;
  lane?: string;
  idempotencyKey?: string;
  wait?: boolean;
}

const lookMs = 2_000;

/** 1 when rows were refused, and with `--wait` also when a job did not succeed. */
export async function batch(file: string, flags: BatchFlags, output: Output): Promise<ExitCode> {
  const address = getAddress(flags, process.env);
  const client = new FarmClient(address);
  const wanted = { file, type: typeOf(file), path: pathOf(flags), key: flags.idempotencyKey ?? randomUUID() };
  output.line(`▸ sending    ${file}`);
  const sent = await sendBatch(address, wanted, (text) => output.line(`▸ again      ${text}`));
  for (const { row, line, pointer, detail } of sent.errors ?? []) {
    output.line(`▸ row ${row}${line === undefined ? '' : ` (line ${line})`}: ${pointer || 'the row'}: ${detail}`);
  }
  output.line(`▸ batch      ${sent.id}: ${sent.rows.accepted} rows accepted, ${sent.rows.rejected} refused`);
  const last = flags.wait === true ? await follow(client, sent, output) : sent;
  output.result(flags.wait === true ? { ...last, errors: sent.errors } : last, describe(last));
  return isFine(last) ? EXIT.ok : EXIT.failed;
}

function pathOf({ template, templateVersion, mode, lane }: BatchFlags): string {
  const given = Object.entries({ templateId: template, templateVersion, mode, lane });
  const known = given.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return known.length === 0 ? '/v1/batches' : `/v1/batches?${new URLSearchParams(known).toString()}`;
}

async function follow(client: FarmClient, sent: BatchView, output: Output): Promise<BatchView> {
  let said = '';
  for (;;) {
    const view = await client.batch(sent.id);
    const words = summaryOf(view);
    if (words !== said) output.line(`▸ ${view.state.padEnd(10)} ${(said = words)}`);
    if (view.isOver === true) return view;
    await sleep(lookMs);
  }
}

const summaryOf = ({ jobs = {} }: BatchView): string =>
  Object.entries(jobs)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ') || 'no jobs yet';

function isFine({ state, rows, jobs = {} }: BatchView): boolean {
  const isUnwanted = ['incomplete', 'rejected', 'canceling', 'canceled'].includes(state);
  return !isUnwanted && rows.rejected === 0 && (jobs['failed'] ?? 0) + (jobs['canceled'] ?? 0) === 0;
}

const describe = (view: BatchView): string =>
  [
    `${view.id} ${view.state}`,
    `  rows     ${view.rows.accepted} accepted, ${view.rows.rejected} refused`,
    ...(view.jobs === undefined ? [] : [`  jobs     ${summaryOf(view)}`]),
    `  results  ${view.links.results}`,
  ].join('\n');
