/** `reelyard render FILE` and `reelyard demo`: submit, follow, fetch the video. */
import { type Instance } from '@reelyard/contracts';
import { statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { FarmClient, type JobView } from '../api/client.ts';
import { download } from '../api/download.ts';
import { readSubmit } from '../api/read-composition.ts';
import { uploadAssets } from '../api/upload-assets.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { readBootstrapSteps } from '../farm/bootstrap-steps.ts';
import { type Farm } from '../farm/start-farm.ts';
import { followJob } from '../farm/follow-job.ts';
import { type Output } from '../output.ts';
import { formatSpans, timeSpent, type Span } from '../progress/time-spent.ts';
import { type AddressFlags, findAddress } from './address.ts';
import { withFarm } from './embedded.ts';

export interface RenderFlags extends AddressFlags {
  out?: string;
  engine?: string;
  lane?: string;
}

export interface RenderReport {
  job: string;
  state: string;
  file: string;
  bytes: number;
  spans?: Span[];
}

/** On a running farm when one is given or up, else on one of its own. */
export async function render(file: string, flags: RenderFlags, output: Output): Promise<void> {
  const body = { ...(await readSubmit(file)), ...(flags.lane === undefined ? {} : { lane: flags.lane }) };
  const address = findAddress(flags, process.env);
  const target = flags.out ?? defaultTarget(file);
  if (address) {
    const report = await renderOn({ client: new FarmClient(address), output }, body, file, target);
    output.result(report, `▸ wrote      ${report.file} (${megabytes(report.bytes)})`);
    return;
  }
  await renderEmbedded(body, file, target, flags, output);
}

/** The demo: always on a farm of its own. */
export async function renderEmbedded(
  body: Record<string, unknown>,
  file: string,
  target: string,
  flags: Pick<RenderFlags, 'engine'>,
  output: Output,
): Promise<void> {
  const startedAt = Date.now();
  const engine = flags.engine ?? (typeof body['engine'] === 'string' ? body['engine'] : 'reel');
  const onStep = (text: string): void => output.line(`▸ farm       ${text}`);
  const report = await withFarm({ engine, onStep }, async (farm) => {
    const farmMs = Date.now() - startedAt;
    const client = new FarmClient(farm);
    const fleet = {
      listInstances: () => listInstances(farm),
      readSteps: (instances: readonly Instance[]) =>
        readBootstrapSteps({ ssm: farm.clients.ssm, endpoint: farm.endpoint }, instances),
    };
    const done = await renderOn({ client, output, fleet }, body, file, target);
    return { ...done, spans: await spansOf(farm, done.job, farmMs) };
  });
  const words = `▸ wrote      ${report.file} (${megabytes(report.bytes)})\n\nWhere the time went\n${formatSpans(report.spans)}`;
  output.result(report, words);
}

type Fleet = NonNullable<Parameters<typeof followJob>[0]['fleet']>;

async function renderOn(
  { client, output, fleet }: { client: FarmClient; output: Output; fleet?: Fleet },
  body: Record<string, unknown>,
  file: string,
  target: string,
): Promise<RenderReport> {
  const submitted = await client.submit(await uploadAssets(client, body, dirname(file)));
  const job = await followJob({ client, job: submitted, output, ...(fleet ? { fleet } : {}) });
  if (job.state !== 'succeeded') throw new CommandError(EXIT.failed, endOf(job), job);
  const artifact = job.artifacts?.[0];
  if (!artifact) throw new CommandError(EXIT.failed, `${job.id} succeeded without a result`);
  await download(artifact, target);
  return { job: job.id, state: job.state, file: target, bytes: statSync(target).size };
}

async function listInstances(farm: Farm): Promise<Instance[]> {
  return (await Promise.all(farm.pools.map((pool) => farm.ledger.listInstances(pool)))).flat();
}

async function spansOf(farm: Farm, jobId: string, farmMs: number): Promise<Span[]> {
  const tasks = await farm.ledger.listTasks(jobId);
  const job = await farm.ledger.findJob(tasks[0]?.tenant ?? '', jobId);
  if (!job) return [];
  const [instance] = (await listInstances(farm)).sort((a, b) => a.createdAt - b.createdAt);
  return timeSpent({ job, tasks, instance, farmMs });
}

function endOf(job: JobView): string {
  return `${job.id} ${job.state}${job.error ? `: ${job.error.code}: ${job.error.message}` : ''}`;
}

function defaultTarget(file: string): string {
  return `out/${basename(file, extname(file))}.mp4`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
