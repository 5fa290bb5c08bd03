/** A whole farm with timers short enough for a test: real processes, the loopback AWS, and nothing mocked. */
import { type Farm, FarmClient, type FarmOptions, type JobView, startFarm } from '@reelyard/cli';
import { isEnded, type Instance, type JobEvent, type Task } from '@reelyard/contracts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Every timer about ten times faster than the defaults, in the same proportions. */
const quickTimers: Record<string, string> = {
  HEARTBEAT_MS: '500',
  LEASE_MS: '4000',
  REAPER_MS: '500',
  SWEEPER_MS: '1000',
  RELAY_MS: '300',
  REEMIT_MS: '2500',
  REEMIT_MAX_MS: '10000',
  TICK_MS: '1000',
  QUICK_TICK_MS: '300',
  SCALE_WINDOW_MS: '50000',
  BOOT_POLL_MS: '300',
  RETRY_BACKOFF_MS: '200',
};

export interface TestFarm extends Farm {
  client: FarmClient;
  /** SIGKILL for every process of the farm at once, as when the machine loses power. */
  killEverything(): Promise<void>;
  /** Stops the farm and removes its folder, unless REELYARD_KEEP_FARMS is set: then its logs can be read. */
  dispose(): Promise<void>;
}

export async function startTestFarm(options: Partial<FarmOptions> = {}): Promise<TestFarm> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'reelyard-e2e-'));
  const farm = await startFarm({
    engine: 'scripted',
    ...options,
    dir,
    overrides: { ...quickTimers, ...options.overrides },
  });
  const restartJobServer = farm.restartJobServer;
  return Object.assign(farm, {
    client: new FarmClient(farm),
    restartJobServer: async () => {
      const url = await restartJobServer();
      Object.assign(farm, { client: new FarmClient(farm) });
      return url;
    },
    killEverything: async () => {
      for (const child of [farm.jobServer, farm.cloud]) child.signal('SIGKILL');
      await Promise.all([farm.jobServer.exited, farm.cloud.exited]);
      await farm.stop();
    },
    dispose: async () => {
      await farm.stop();
      if (process.env['REELYARD_KEEP_FARMS'] === undefined) rmSync(dir, { recursive: true, force: true });
    },
  });
}

/** Looks again and again until `look` finds something; fails with what was waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > giveUpAt) throw new Error(`waited ${withinMs / 1_000} s in vain for: ${what}`);
    await wait(50);
  }
}

export function untilEnded(farm: TestFarm, id: string, withinMs?: number): Promise<JobView> {
  return until(
    `the end of ${id}`,
    async () => {
      const job = await farm.client.job(id).catch(() => undefined);
      return job && isEnded(job.state) && job;
    },
    withinMs,
  );
}

export function untilPhase(farm: TestFarm, id: string, phase: string): Promise<Task> {
  return until(`${id} in phase ${phase}`, async () =>
    (await farm.ledger.listTasks(id)).find((task) => task.state === 'leased' && task.phase === phase),
  );
}

export async function listInstances(farm: Farm): Promise<Instance[]> {
  return (await Promise.all(farm.pools.map((pool) => farm.ledger.listInstances(pool)))).flat();
}

/** A project for the scripted engine. */
export function scripted(steps: readonly unknown[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return { engine: 'scripted', project: { steps, ...more } };
}

/** The control door of the loopback AWS. */
export async function control(farm: Farm, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${farm.endpoint}/_local/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** What must hold for every ended job, whatever happened to it: one end, a gapless timeline, tasks at rest. */
export async function listBrokenPromises(farm: TestFarm, id: string): Promise<string[]> {
  const [events, tasks] = await Promise.all([farm.ledger.listEvents(id), farm.ledger.listTasks(id)]);
  const ends = events.filter((event) => ['job.succeeded', 'job.failed', 'job.canceled'].includes(event.type));
  return [
    ...(ends.length === 1 ? [] : [`${ends.length} terminal events`]),
    ...(isGapless(events) ? [] : [`sequence ${events.map((event) => event.seq).join(',')}`]),
    ...tasks
      .filter((task) => !['done', 'failed', 'void'].includes(task.state))
      .map((task) => `task ${task.n} is ${task.state}`),
  ];
}

function isGapless(events: readonly JobEvent[]): boolean {
  return events.every((event, index) => event.seq === index + 1);
}
