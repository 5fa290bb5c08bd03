/**
 * The whole rehearsal: an emulated AWS, the real Terraform, what it deployed at work, and the end of all of it.
 * Invariant: whatever happens, every process that was started has ended when this returns.
 */
import { type Environment, rehearsal } from '@reelyard/environments';
import { namesOf, synth, type SynthesizedStack } from '@reelyard/infra';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAll } from '../build/build-all.ts';
import { cacheDir } from '../bundle/repository.ts';
import { firstEngine, toArtifacts } from '../operate/artifacts.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { type Closers } from './closers.ts';
import { singOnce } from './deployed-canary.ts';
import { countKinds, takeInventory } from './inventory.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { publishEngine } from './publish.ts';
import { problemsOf, type RehearsalReport } from './report.ts';
import { type DeployedFarm, runDeployed } from './run-deployed.ts';
import { runJobs, waitForScaleIn } from './run-jobs.ts';
import { createRehearsedTerraform, type RehearsedTerraform } from './stacks.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Tools } from './tools.ts';

export interface RehearseOptions {
  tools: Tools;
  /** Folder of the run: products, stacks with their state, logs. */
  dir: string;
  output: Output;
  closers: Closers;
  report: RehearsalReport;
  /** Rejects what is awaited through it when the user ends the command. */
  orInterrupted<T>(work: Promise<T>): Promise<T>;
}

const environment: Environment = rehearsal;
/** Idle machines stay some seconds; a drain has five minutes. */
const scaleInMs = 120_000;
/** Until the machines of the jobs are up. */
const songMs = 180_000;

/** @throws when a step fails; `report` tells how far it came */
export async function rehearse(options: RehearseOptions): Promise<void> {
  const { report, dir, tools, closers } = options;
  const watch = new Stopwatch();
  report.seconds = watch.seconds;
  const dist = join(dir, 'dist');
  const stacks = await watch.time('build', () => synthesize(options, dist));
  const moto = await watch.time('emulator', () => startMoto({ path: tools.moto, logFile: join(dir, 'moto.log') }));
  const stopMoto = closers.add('moto server', () => moto.stop());
  const terraform = startTerraform(options, moto);
  Object.assign(report, await watch.time('apply', () => terraform.apply(stacks)));
  report.listed = countKinds(await takeInventory(moto.endpoint, environment.region, environment.name));
  await work(options, { moto, dist, watch });
  Object.assign(report, await watch.time('destroy', () => terraform.destroy(stacks)));
  report.left = await takeInventory(moto.endpoint, environment.region, environment.name);
  await stopMoto();
  const [problem] = problemsOf(report);
  if (problem !== undefined) throw new CommandError(EXIT.failed, problem);
  report.ok = true;
}

async function synthesize(
  { dir, output, report, orInterrupted }: RehearseOptions,
  dist: string,
): Promise<SynthesizedStack[]> {
  await mkdir(dist, { recursive: true });
  const built = await orInterrupted(buildAll({ dir: dist, cacheDir }));
  const image = built.find(({ name }) => name === 'job-server-image');
  const artifacts = toArtifacts(dist, built, `sha256:${image?.sha256 ?? ''}`);
  const stacks = await orInterrupted(synth(environment, artifacts, dir));
  report.stacks = stacks.map(({ stack }) => stack);
  output.line(`▸ built      ${built.length} products; ${environment.name} has ${report.stacks.join(', ')}`);
  for (const { resource, why } of report.leftOut) output.line(`▸ left out   ${resource}: ${why}`);
  return stacks;
}

function startTerraform({ tools, dir, output, closers }: RehearseOptions, moto: MotoServer): RehearsedTerraform {
  const log = createWriteStream(join(dir, 'terraform.log'));
  closers.add('terraform.log', () => new Promise((resolve) => log.end(resolve)));
  output.line(`▸ emulator   moto server on ${moto.endpoint}; ${tools.terraform.name} ${tools.terraform.version}`);
  const { region } = environment;
  return createRehearsedTerraform({
    tools,
    endpoint: moto.endpoint,
    region,
    undeletable: (environment.undeletable ?? []).map(({ resource }) => resource),
    log: (line) => log.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
    output,
  });
}

interface Deployed {
  moto: MotoServer;
  dist: string;
  watch: Stopwatch;
}

/** What was deployed does its work; nothing of it runs any more afterwards. */
async function work(options: RehearseOptions, { moto, dist, watch }: Deployed): Promise<void> {
  const { dir, closers, output, report, orInterrupted } = options;
  const deployed = { environment, dir, dist, moto: moto.endpoint, closers };
  const farm = await watch.time('start', () => orInterrupted(runDeployed(deployed)));
  report.ran = farm.ran;
  output.line(
    `▸ runs       job server on ${farm.url} as its task definition says, ${farm.ran.functions.length} functions`,
  );
  await watch.time('job', () => orInterrupted(render(options, farm)));
  await watch.time('scale in', async () => {
    // The server drains meanwhile: a load balancer would still send to it.
    await orInterrupted(Promise.all([waitForScaleIn(farm, scaleInMs), farm.stopServer()]));
    output.line('▸ scaled in  no instance is left, none is wanted');
    await farm.stop();
  });
}

async function render({ dir, output, report }: RehearseOptions, farm: DeployedFarm): Promise<void> {
  const names = namesOf(environment, environment.accounts[0] ?? '');
  const active = await publishEngine(farm, names, { engine: firstEngine, cacheDir });
  output.line(`▸ engine     ${active} is published and active`);
  const pools = environment.pools.map(({ name }) => name);
  const jobs = runJobs({ farm, table: names.table, pools, dir, output });
  const song = environment.canary === undefined ? undefined : singOnce(farm, names, songMs);
  [report.job, report.canary] = await Promise.all([jobs, song]);
  if (report.canary) output.line(`▸ canary     ${report.canary.jobId} in ${report.canary.seconds.toFixed(1)} s`);
}
