/** The results of a batch, row by row, as they are now. Reads a few hundred rows at a time, and no faster than the client takes them. */
import { once } from 'node:events';
import { type Writable } from 'node:stream';
import { type Batch, type BatchResult, type BatchRow, type Job } from '@reelyard/contracts';
import { stringify } from 'csv-stringify/sync';
import { apiLimits } from '../core/api-limits.ts';
import { type BatchPorts } from './ports.ts';

export type ManifestFormat = 'csv' | 'ndjson';

type ManifestPorts = Pick<BatchPorts, 'ledger' | 'storage'>;

const pageRows = 200;
const columns = ['row', 'line', 'state', 'jobId', 'errorCode', 'errorDetail', 'artifacts'] as const;

export async function writeManifest(
  batch: Batch,
  format: ManifestFormat,
  out: Writable,
  ports: ManifestPorts,
): Promise<void> {
  if (format === 'csv') await write(out, stringify([columns]));
  let after = 0;
  for (;;) {
    const rows = await ports.ledger.listRows(batch.id, after, pageRows);
    const ids = rows.flatMap(({ job }) => job ?? []);
    const found = await ports.ledger.findJobs(ids.map((job) => ({ tenant: batch.tenant, job })));
    const jobs = new Map(found.map((job, at) => [ids[at], job]));
    const results = await Promise.all(rows.map((row) => resultOf(row, jobs.get(row.job), ports)));
    await write(out, format === 'csv' ? toCsv(results) : toNdjson(results));
    if (rows.length < pageRows || out.destroyed) return;
    after = rows.at(-1)?.row ?? after;
  }
}

async function write(out: Writable, text: string): Promise<void> {
  if (text === '' || out.destroyed) return;
  if (out.write(text)) return;
  await Promise.race([once(out, 'drain'), once(out, 'close')]);
}

async function resultOf(
  { row, line, job: id, error }: BatchRow,
  job: Job | undefined,
  { storage }: ManifestPorts,
): Promise<BatchResult> {
  const place = { row, ...(line === undefined ? {} : { line }) };
  if (error) {
    return { ...place, state: 'rejected', errorCode: error.code, errorDetail: error.detail, errors: error.errors };
  }
  const named = { ...place, ...(id === undefined ? {} : { jobId: id }) };
  if (!job) return { ...named, state: 'deleted' };
  const failure = job.error === undefined ? {} : { errorCode: job.error.code, errorDetail: job.error.message };
  const signed = (job.artifacts ?? []).map(
    async ({ name, key }) => [name, await storage.signGet(key, apiLimits.resultUrlSeconds)] as const,
  );
  const artifacts = Object.fromEntries(await Promise.all(signed));
  return { ...named, state: job.state, ...failure, ...(signed.length > 0 ? { artifacts } : {}) };
}

const toNdjson = (results: readonly BatchResult[]): string =>
  results.map((result) => `${JSON.stringify(result)}\n`).join('');

/** Addresses of a row stand in one cell, `name=address`, with a space between: neither has one. */
function toCsv(results: readonly BatchResult[]): string {
  const records = results.map((result) => ({
    ...result,
    artifacts: Object.entries(result.artifacts ?? {})
      .map(([name, url]) => `${name}=${url}`)
      .join(' '),
  }));
  // A cell that begins so would be a formula to a spreadsheet; details quote what clients sent.
  return records.length === 0 ? '' : stringify(records, { columns: [...columns], escape_formulas: true });
}
