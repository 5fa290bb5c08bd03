/**
 * How soon an accepted job raises capacity on a farm that sleeps: from the answer of the job server to the group's desired capacity, once
 * through the kick of the job server, and once by the schedule alone, every Invoke of the job server being refused. Each sample is a farm of
 * its own, started empty: job server, both functions, scheduler and groups as processes on one machine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { type Farm, FarmClient, startFarm } from '@reelyard/cli';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';

const SAMPLES = 10;
const SAMPLES_WITHOUT_KICK = 2;
const LOOK_MS = 25;
const GIVE_UP_MS = 120_000;
const ASLEEP_MS = 90_000;
const job = { engine: 'scripted', project: { steps: [{ sleepMs: 100 }] } };

export const reactionBench: Bench = {
  async run({ jobs = SAMPLES, say }): Promise<BenchReport> {
    const kicked = await collect(jobs, 'with the kick', true, say);
    const alone = await collect(SAMPLES_WITHOUT_KICK, 'by the schedule alone', false, say);
    const figures = {
      kicked: { samples: kicked.length, p50Ms: quantile(kicked, 0.5), maxMs: Math.max(...kicked) },
      scheduled: { samples: alone.length, p50Ms: quantile(alone, 0.5), maxMs: Math.max(...alone) },
    };
    const misses = [
      ...mustBe('kicked.maxMs', figures.kicked.maxMs, { atMost: 3_000 }),
      ...mustBe('scheduled.maxMs', figures.scheduled.maxMs, { atMost: 65_000 }),
    ];
    return { figures, misses };
  },
};

async function collect(
  samples: number,
  how: string,
  isKicked: boolean,
  say: (text: string) => void,
): Promise<number[]> {
  const waits: number[] = [];
  for (let n = 1; n <= samples; n += 1) {
    waits.push(await sample(isKicked));
    say(`${how}: ${n} of ${samples}, ${waits.at(-1)} ms`);
  }
  return waits;
}

/** @returns milliseconds from the 202 to the raised capacity */
async function sample(isKicked: boolean): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-reaction-'));
  const farm = await startFarm({ dir, engine: 'scripted' });
  try {
    await untilAsleep(farm);
    if (!isKicked) await refuseInvoke(farm);
    await new FarmClient(farm).submit(job);
    const acceptedAt = performance.now();
    return Math.round((await untilRaised(farm)) - acceptedAt);
  } finally {
    await farm.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Asleep, or never called yet: the first job of a new farm pays for the cold start, too. */
async function untilAsleep({ ledger }: Farm): Promise<void> {
  const giveUpAt = performance.now() + ASLEEP_MS;
  while ((await ledger.findScaler())?.asleep === false) {
    if (performance.now() > giveUpAt) throw new Error(`the scaler did not fall asleep in ${ASLEEP_MS / 1_000} s`);
    await wait(LOOK_MS);
  }
}

/** The scheduler calls the function inside the cloud; only the job server calls it by the API. */
async function refuseInvoke({ endpoint }: Farm): Promise<void> {
  const rule = { kind: 'error500', match: { service: 'lambda', action: 'Invoke' } };
  const reply = await fetch(`${endpoint}/_local/faults`, { method: 'POST', body: JSON.stringify(rule) });
  if (reply.status !== 201) throw new Error(`the fault was answered ${reply.status}: ${await reply.text()}`);
}

async function untilRaised({ clients }: Farm): Promise<number> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const { AutoScalingGroups = [] } = await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    if (AutoScalingGroups.some(({ DesiredCapacity = 0 }) => DesiredCapacity > 0)) return performance.now();
    if (performance.now() > giveUpAt) throw new Error(`no capacity within ${GIVE_UP_MS / 1_000} s`);
    await wait(LOOK_MS);
  }
}
