/** A video through each lane of what was deployed: key, job, the whole way to the file, and the fleet back at nothing. */
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { type Instance, isEnded, LANES } from '@reelyard/contracts';
import { findFfmpeg, probeMedia } from '@reelyard/engines';
import { createDynamoLedger, type Ledger } from '@reelyard/ledger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FarmClient, type JobView } from '../api/client.ts';
import { download } from '../api/download.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { readBootstrapSteps } from '../farm/bootstrap-steps.ts';
import { createKey } from '../farm/create-key.ts';
import { followJob } from '../farm/follow-job.ts';
import { type Output } from '../output.ts';
import { type DeployedFarm } from './run-deployed.ts';

export interface RenderedJob {
  id: string;
  state: string;
  /** Ids of the jobs of the other lanes; the same video came out. */
  others: string[];
  /** Instances that the scaler had launched, by pool. */
  instances: { id: string; pool: string }[];
  frames: number;
  bytes: number;
  sha256: string;
}

export interface JobsOptions {
  farm: DeployedFarm;
  table: string;
  pools: readonly string[];
  /** Where the video goes. */
  dir: string;
  output: Output;
}

const pollMs = 500;
const seconds = 2;
const fps = 25;

const composition = {
  version: 'composition/1',
  canvas: { width: 320, height: 180, fps: { num: fps }, background: '#102030' },
  tracks: [{ clips: [{ start: 0, length: seconds, asset: { kind: 'text', text: 'Rehearsal' } }] }],
};

export async function runJobs({ farm, table, pools, dir, output }: JobsOptions): Promise<RenderedJob> {
  const { region, tables, cloud } = farm.places;
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'rehearsal' };
  const dynamo = new DynamoDBClient({ endpoint: tables, region, credentials });
  try {
    const ledger = createDynamoLedger({ client: dynamo, table });
    const key = await createKey(ledger, 'rehearsal', 'made by the rehearsal', Date.now());
    const client = new FarmClient({ url: farm.url, key });
    const listInstances = (): Promise<Instance[]> => listAll(ledger, pools);
    const fleet = {
      listInstances,
      readSteps: (instances: readonly Instance[]) =>
        readBootstrapSteps({ ssm: farm.cloud.ssm, endpoint: cloud }, instances),
    };
    const jobs: JobView[] = [];
    for (const lane of LANES) jobs.push(await client.submit({ composition, lane }));
    const [first, ...others] = jobs;
    if (!first) throw new CommandError(EXIT.failed, 'no job was submitted');
    const done = await followJob({ client, job: first, output, fleet });
    const video = await checkVideo(done, dir);
    for (const { id } of others) await checkVideo(await untilEnded(client, id), dir);
    const instances = (await listInstances()).map(({ id, pool }) => ({ id, pool }));
    return { id: done.id, state: done.state, others: others.map(({ id }) => id), instances, ...video };
  } finally {
    dynamo.destroy();
  }
}

/** The deadline of a job ends it, whatever happens. */
async function untilEnded(client: FarmClient, id: string): Promise<JobView> {
  for (;;) {
    const job = await client.job(id);
    if (isEnded(job.state)) return job;
    await wait(pollMs);
  }
}

async function listAll(ledger: Ledger, pools: readonly string[]): Promise<Instance[]> {
  return (await Promise.all(pools.map((pool) => ledger.listInstances(pool)))).flat();
}

/** @throws CommandError when the file is not what the job says, or not the video that was asked for */
async function checkVideo(job: JobView, dir: string): Promise<Pick<RenderedJob, 'frames' | 'bytes' | 'sha256'>> {
  if (job.state !== 'succeeded') throw new CommandError(EXIT.failed, `${job.id} ${job.state}: ${job.error?.message}`);
  const artifact = job.artifacts?.[0];
  if (!artifact) throw new CommandError(EXIT.failed, `${job.id} succeeded without a result`);
  const file = join(dir, `${job.id}.mp4`);
  await download(artifact, file);
  const video = await readFile(file);
  const sha256 = createHash('sha256').update(video).digest('hex');
  if (sha256 !== artifact.sha256) throw new CommandError(EXIT.failed, `the video is ${sha256}, not ${artifact.sha256}`);
  const ffmpeg = await findFfmpeg(process.env);
  if (ffmpeg === undefined) throw new CommandError(EXIT.missing, 'ffmpeg is needed to look into the video');
  const probe = await probeMedia(ffmpeg, file);
  const frames = probe.kind === 'media' ? probe.info.frames : 0;
  if (frames !== seconds * fps)
    throw new CommandError(EXIT.failed, `the video has ${frames} frames, not ${seconds * fps}`);
  return { frames, bytes: video.length, sha256 };
}

/** Until no group holds or wants an instance. */
export async function waitForScaleIn({ cloud }: DeployedFarm, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { AutoScalingGroups = [] } = await cloud.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    const held = AutoScalingGroups.flatMap(({ Instances = [] }) => Instances).map(
      ({ InstanceId, LifecycleState }) => `${InstanceId} ${LifecycleState}`,
    );
    const wanted = AutoScalingGroups.reduce((sum, { DesiredCapacity = 0 }) => sum + DesiredCapacity, 0);
    if (held.length === 0 && wanted === 0) return;
    if (Date.now() > deadline)
      throw new CommandError(EXIT.failed, `the fleet still has ${held.join(', ')}; it wants ${wanted}`);
    await wait(pollMs);
  }
}
