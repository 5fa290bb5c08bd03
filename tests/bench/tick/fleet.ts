/** The fleet that the tick looks at: how many machines, what they do, and how the law is told of them. Plain data, the same for seeder and scaler. */
import { type Instance } from '@reelyard/contracts';
import { type GroupView, type ScalePolicy, standardDials } from '@reelyard/scaler-lambda/core';

export const INSTANCES = 1_000;
export const POOL = 'on-demand';

const nameOf = (n: number): string => `i-${String(n).padStart(17, '0')}`;
const look = { engine: 'reel', frames: 300, pixels: 1_920 * 1_080 };

export const policy: ScalePolicy = {
  pools: [
    {
      ...{
        name: POOL,
        group: POOL,
        purchase: 'on-demand',
        min: 0,
        max: 2 * INSTANCES,
        bootSeconds: 120,
        idleSeconds: 300,
      },
      ...{ hourlyCost: 0.714, hazardPerHour: 0, engines: [] },
    },
  ],
  maxInstances: 2 * INSTANCES,
  startWithinSeconds: { express: 30, standard: 300, bulk: 3_600 },
  attainment: 0.95,
  taskSeconds: { overhead: 3, perMegapixelFrame: 0.015 },
  seats: [],
  spend: {},
  dials: standardDials,
  dryRun: false,
  replaceShare: 0.1,
  silentMs: 45_000,
  unhealthyMs: 180_000,
  acknowledgeMs: 60_000,
};

/** Busy, with everything that an agent says of itself. */
export function rowOf(n: number, now: number): Instance {
  const id = nameOf(n);
  const served = Array.from({ length: 8 }, (_, at) => ({
    ...look,
    seq: at + 1,
    engineVersion: '1.0.0',
    seconds: 12.5,
  }));
  return {
    ...{ pool: POOL, id, state: 'ready', version: 5, createdAt: now - 900_000, type: 'c7i.4xlarge' },
    ...{ zone: 'us-east-1a', templateVersion: '7', directive: { kind: 'work', epoch: 0, at: now - 900_000 } },
    boot: { phase: 'continued', launchedAt: now - 900_000, readyAt: now - 800_000, sends: 1 },
    agent: {
      ...{ owner: `${id}/${now}`, beat: 90, at: now, state: 'busy', acknowledgedEpoch: 0, agentVersion: 1 },
      ...{ tasks: [{ tenant: 'bench', job: `job_of_${id}`, n: 0 }], engine: { name: 'reel', version: '1.0.0' } },
      ...{ running: { ...look, startedAt: now - 5_000, progress: 0.4 }, served },
    },
  };
}

export function groupView(desired: number): GroupView {
  const members = Array.from({ length: INSTANCES }, (_, n) => ({
    ...{ id: nameOf(n), lifecycle: 'InService', type: 'c7i.4xlarge', zone: 'us-east-1a', templateVersion: '7' },
  }));
  return { pool: POOL, desired, members, templateVersion: '7' };
}
