/** Builders for tests of the core: one override each. */
import { type AgentReport, type Boot, type Instance } from '@reelyard/contracts';
import { type PoolPolicy, type ScalePolicy, standardDials } from './policy.ts';
import { emptyMemory, type GroupView, type MemberView, type Sight, type WaitingView } from './snapshot.ts';

export const NOW = 1_750_000_000_000;

export function aPool(change: Partial<PoolPolicy> = {}): PoolPolicy {
  return {
    name: 'on-demand',
    group: `group-${change.name ?? 'on-demand'}`,
    purchase: 'on-demand',
    min: 0,
    max: 10,
    bootSeconds: 60,
    idleSeconds: 300,
    hourlyCost: 1,
    hazardPerHour: 0,
    engines: [],
    ...change,
  };
}

export function aPolicy(change: Partial<ScalePolicy> = {}): ScalePolicy {
  return {
    pools: [aPool()],
    maxInstances: 20,
    startWithinSeconds: { express: 30, standard: 300, bulk: 3_600 },
    attainment: 0.99,
    taskSeconds: { overhead: 10, perMegapixelFrame: 0 },
    seats: [],
    spend: {},
    dials: standardDials,
    dryRun: false,
    replaceShare: 0.1,
    silentMs: 45_000,
    unhealthyMs: 180_000,
    acknowledgeMs: 60_000,
    ...change,
  };
}

export function aTask(change: Partial<WaitingView> = {}): WaitingView {
  return {
    job: 'job_1',
    n: 0,
    lane: 'express',
    enqueuedAt: NOW,
    notBefore: NOW,
    deadlineAt: NOW + 86_400_000,
    frames: 100,
    pixels: 1_000_000,
    engine: 'reel',
    ...change,
  };
}

export function someTasks(count: number, change: Partial<WaitingView> = {}): WaitingView[] {
  return Array.from({ length: count }, (_, n) => aTask({ n, ...change }));
}

export function anAgent(change: Partial<AgentReport> = {}): AgentReport {
  return {
    owner: 'i-1/1',
    beat: 1,
    at: NOW,
    state: 'idle',
    acknowledgedEpoch: 0,
    tasks: [],
    agentVersion: 1,
    ...change,
  };
}

export function aBoot(change: Partial<Boot> = {}): Boot {
  return { phase: 'continued', launchedAt: NOW - 600_000, sends: 1, ...change };
}

export function aRow(change: Partial<Instance> = {}): Instance {
  return {
    pool: 'on-demand',
    id: 'i-1',
    state: 'ready',
    version: 1,
    boot: aBoot(),
    directive: { kind: 'work', epoch: 0, at: NOW - 600_000 },
    agent: anAgent(),
    createdAt: NOW - 600_000,
    ...change,
  };
}

export function aMember(id = 'i-1', lifecycle = 'InService'): MemberView {
  return { id, lifecycle };
}

/** A group that lists each row of its pool as InService, with desired to match. */
export function aSight(change: Partial<Omit<Sight, 'kind'>> = {}): Sight {
  const instances = change.instances ?? [];
  const pools = [...new Set(['on-demand', ...instances.map((row) => row.pool)])];
  const groups = pools.map((pool): GroupView => {
    const members = instances.filter((row) => row.pool === pool).map((row) => aMember(row.id));
    return { pool, desired: members.length, members };
  });
  return {
    kind: 'seen',
    at: NOW,
    waiting: [],
    groups,
    instances,
    beyond: {},
    leaseOwners: [],
    seats: [],
    launchFailures: [],
    memory: emptyMemory,
    ...change,
  };
}
