/** A farm of one agent in this process: the memory ledger, bells in memory, a folder as bucket, and real engine processes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, type Lane, type PlannedTask, type TaskRef } from '@reelyard/contracts';
import { findFfmpeg, getBuiltInEngine } from '@reelyard/engines';
import { type Ledger } from '@reelyard/ledger';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { type Clock, createLogger, memoryLog, newId, systemClock } from '@reelyard/runtime';
import { Agent } from '../agent.ts';
import { type AgentOptions } from '../agent-options.ts';
import { engineProcesses } from '../adapters/engine-process.ts';
import { localFiles } from '../adapters/local-files.ts';
import { mediaCheck } from '../adapters/media-check.ts';
import { type InstalledEngine, type InstanceNotice } from '../ports.ts';
import { BellRope } from './bell-rope.ts';
import { FolderStorage } from './folder-storage.ts';

export interface TestFarmOptions {
  clock?: Clock;
  /** Replaces or wraps parts of the agent. */
  change?: (options: AgentOptions) => AgentOptions;
  argv?: string[];
  license?: InstalledEngine['manifest']['license'];
  leaseMs?: number;
  ledger?: Ledger;
}

export const TENANT = 'acme';
export const POOL = 'spot';
export const INSTANCE = 'i-test';

export interface PlannedJob {
  steps?: unknown[];
  project?: unknown;
  tasks?: PlannedTask[];
  lane?: Lane;
  composition?: unknown;
}

const scripted = getBuiltInEngine('scripted');
const oneTask: PlannedTask[] = [{ kind: 'render', features: { engine: 'scripted', frames: 10, pixels: 4_096 } }];

export class TestFarm {
  readonly bells = new BellRope();
  readonly logs = memoryLog();
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly folder: string;
  readonly storage: FolderStorage;
  readonly agent: Agent;
  notice: InstanceNotice = { kind: 'none' };
  #running: Promise<void> | undefined;

  static async start(options: TestFarmOptions = {}): Promise<TestFarm> {
    const farm = new TestFarm(await mkdtemp(join(tmpdir(), 'reelyard-agent-')), options);
    farm.#running = farm.agent.run();
    return farm;
  }

  private constructor(folder: string, options: TestFarmOptions) {
    this.folder = folder;
    this.clock = options.clock ?? systemClock;
    this.ledger = options.ledger ?? createMemoryLedger();
    this.storage = new FolderStorage(join(folder, 'bucket'));
    const change = options.change ?? ((same: AgentOptions) => same);
    this.agent = new Agent(change(this.#agentOptions(options)));
  }

  get scratch(): string {
    return join(this.folder, 'scratch');
  }

  async submit(planned: PlannedJob = {}): Promise<Job> {
    const now = this.clock.now();
    const { composition, lane = 'standard', tasks = oneTask } = planned;
    const project = planned.project ?? { steps: planned.steps ?? [] };
    const outcome = await this.ledger.submit(
      {
        tenant: TENANT,
        id: newId('job', now),
        lane,
        payload: { engine: 'scripted', ...(composition === undefined ? { project } : { composition }) },
        tasks,
        notBefore: now,
        deadlineAt: now + 3_600_000,
        minAgentVersion: 1,
      },
      now,
    );
    if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${outcome.kind}`);
    return outcome.job;
  }

  /** Submits and rings. */
  async order(planned: PlannedJob = {}): Promise<Job> {
    const job = await this.submit(planned);
    this.bells.ring(refOf(job), job.lane);
    return job;
  }

  records(event: string): Record<string, unknown>[] {
    return this.logs.records.filter((record) => record['event'] === event);
  }

  async stop(withinMs = 50): Promise<void> {
    await this.agent.stop(withinMs);
    await this.#running;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Ends the `awaitFile` of an engine that renders the first attempt of the first task. */
  async tell(job: Job, name: string): Promise<void> {
    await writeFile(join(this.scratch, `${job.id}-0-1`, name), '');
  }

  #agentOptions(options: TestFarmOptions): AgentOptions {
    const { clock, ledger, bells, storage } = this;
    return {
      pool: POOL,
      instanceId: INSTANCE,
      owner: `${INSTANCE}/1`,
      agentVersion: 1,
      clock,
      ledger,
      doorbells: bells,
      storage,
      engines: new Map([['scripted', engineFor(options)]]),
      assets: { fetch: () => Promise.reject(new Error('no assets in this test')) },
      runner: engineProcesses({ clock: systemClock, environment: process.env }),
      media: mediaCheck(findFfmpeg(process.env) ?? 'ffmpeg'),
      files: localFiles,
      metadata: {
        identify: () => Promise.resolve({ instanceId: INSTANCE, zone: 'a' }),
        readNotice: () => Promise.resolve(this.notice),
      },
      log: createLogger({ service: 'render-agent', destination: this.logs }),
      random: () => 0,
      times: { heartbeatMs: 50, leaseMs: options.leaseMs ?? 60_000 },
      scratchDir: this.scratch,
      killGraceMs: 200,
      watchMs: 20,
      idleBeatMs: 50,
      noticeMs: 20,
      indexMs: 50,
      disk: () => ({}),
    };
  }
}

function engineFor({ license = null, argv }: TestFarmOptions): InstalledEngine {
  const { manifest } = scripted;
  const render = { ...manifest.render, ...(argv ? { argv } : {}) };
  return { ...scripted, manifest: { ...manifest, license, render } };
}

export const refOf = (job: Job, n = 0): TaskRef => ({ tenant: job.tenant, job: job.id, n });

/** Looks every few milliseconds, for what no event tells; fails after 50 s, before the test does, with the name of what it waited for. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const giveUpAt = systemClock.monotonic() + 50_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (systemClock.monotonic() > giveUpAt) throw new Error(`gave up waiting until ${what}`);
    await systemClock.sleep(5);
  }
}

/** Holds something back until a test opens it. */
export function latch(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
