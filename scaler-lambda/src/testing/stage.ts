/** A stage for tests: the whole of AWS on loopback, groups with their hooks, our real documents and two tiny packages. */
import {
  AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeWarmPoolCommand,
  SetDesiredCapacityCommand,
} from '@aws-sdk/client-auto-scaling';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type AgentReport, type Instance } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { createLogger, memoryLog } from '@reelyard/runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../config.ts';
import { createFarm } from '../farm.ts';
import { handleBatch } from '../lifecycle.ts';
import { type Farm } from '../ports.ts';
import { scale } from '../scale.ts';
import {
  groupOf,
  provisionDocuments,
  provisionEvents,
  provisionGroup,
  provisionPackages,
  putEngine,
  putParameter,
  type StagePool,
} from './ground.ts';

const FULL = { frames: 30, pixels: 1_000_000, engine: 'reel' };

export const POOL = 'on-demand';

const plain: readonly StagePool[] = [{ name: POOL, max: 2 }];

export class Stage {
  readonly dir = mkdtempSync(join(tmpdir(), 'reelyard-scaler-'));
  readonly ledger: Ledger = createMemoryLedger();
  readonly log = memoryLog();
  readonly cloud: LocalCloud;
  readonly farm: Farm;
  queueUrl = '';
  readonly #beats = new Map<string, number>();

  readonly #pools: readonly StagePool[];

  private constructor(cloud: LocalCloud, stagePools: readonly StagePool[]) {
    this.cloud = cloud;
    this.#pools = stagePools;
    const pools = stagePools.map(({ name, max, hourlyCost = 1, warm, zones = ['us-east-1a'] }) => ({
      ...{ name, group: groupOf(name), purchase: 'on-demand', min: 0, max, hourlyCost },
      ...{ bootSeconds: 1, idleSeconds: 0.2, places: { types: ['c7i.xlarge'], zones } },
      ...(warm === undefined ? {} : { warm: { size: warm, bootSeconds: 0.5 } }),
    }));
    const config = readConfig({
      LEDGER_TABLE: 'unused',
      POOLS: JSON.stringify(pools),
      BOOTSTRAP_DOCUMENT: 'Bootstrap',
      PROBE_DOCUMENT: 'Probe',
      AGENT_PARAMETER: '/test/agent',
      ENGINE_PARAMETER: '/test/engine',
      ENGINE_BUCKET: 'engines-bucket',
    });
    const farm = createFarm(config, this.ledger, createLogger({ service: 'scaler', destination: this.log }));
    this.farm = {
      ...farm,
      measure: () => undefined,
      boot: { ...farm.boot, retryMs: [50, 100], seatMs: -60_000, seatRetryMs: 50 },
    };
  }

  static async open(pools: readonly StagePool[] = plain): Promise<Stage> {
    const cloud = await startLocalCloud({ dir: mkdtempSync(join(tmpdir(), 'reelyard-cloud-')) });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    const stage = new Stage(cloud, pools);
    for (const pool of pools) await provisionGroup(pool);
    await provisionDocuments();
    await provisionPackages(stage.dir);
    stage.queueUrl = await provisionEvents();
    return stage;
  }

  async close(): Promise<void> {
    await this.cloud.close();
    for (const dir of [this.dir, this.cloud.host.dataDir]) rmSync(dir, { recursive: true, force: true });
  }

  /** @param health the command that proves the engine. */
  async putEngine(health: readonly string[], license: object | null = null): Promise<void> {
    await putEngine(this.dir, health, license);
  }

  putParameter(name: string, value: object): Promise<void> {
    return putParameter(name, value);
  }

  /** What the Lambda service does: takes messages and hands them to the function, deleting what it says is done. */
  async deliver(): Promise<string[]> {
    const client = new SQSClient({});
    const found = await client.send(
      new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    const messages = found.Messages ?? [];
    const records = messages.map(({ MessageId = '', Body = '' }) => ({ messageId: MessageId, body: Body }));
    const reply = await handleBatch(this.farm, { Records: records }, { windowMs: 0, pollMs: 50 });
    if (reply.batchItemFailures.length > 0) throw new Error(JSON.stringify(reply));
    for (const { ReceiptHandle } of messages)
      await client.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle }));
    return records.map(({ body }) => (JSON.parse(body) as { 'detail-type': string })['detail-type']);
  }

  async #group(pool: string): Promise<AutoScalingGroup | undefined> {
    const named = { AutoScalingGroupNames: [groupOf(pool)] };
    return (await new AutoScalingClient({}).send(new DescribeAutoScalingGroupsCommand(named))).AutoScalingGroups?.[0];
  }

  /** Lifecycle states, those of the warm pool left out. */
  async members(pool = POOL): Promise<string[]> {
    return ((await this.#group(pool))?.Instances ?? []).map(({ LifecycleState = '' }) => LifecycleState);
  }

  async desired(pool = POOL): Promise<number> {
    return (await this.#group(pool))?.DesiredCapacity ?? -1;
  }

  /** As somebody else would. */
  async setDesired(desired: number, pool = POOL): Promise<void> {
    await new AutoScalingClient({}).send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: groupOf(pool), DesiredCapacity: desired }),
    );
  }

  /** Id and lifecycle state of each machine of the warm pool. */
  async warm(pool = POOL): Promise<Record<string, string>> {
    const found = await new AutoScalingClient({}).send(
      new DescribeWarmPoolCommand({ AutoScalingGroupName: groupOf(pool) }),
    );
    return Object.fromEntries(
      (found.Instances ?? []).map(({ InstanceId = '', LifecycleState = '' }) => [InstanceId, LifecycleState]),
    );
  }

  async control(method: string, path: string, body?: object): Promise<void> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(`${this.cloud.endpoint}${path}`, { method, ...sent });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  }

  async rows(): Promise<Instance[]> {
    return (await Promise.all(this.#pools.map(({ name }) => this.ledger.listInstances(name)))).flat();
  }

  async cancelAll(): Promise<void> {
    for (const job of (await this.ledger.listJobs({ tenant: 't', limit: 100 })).items) {
      await this.ledger.cancel({ tenant: 't', job: job.id }, Date.now());
      await this.ledger.voidTasks({ tenant: 't', job: job.id }, Date.now());
    }
  }

  async submit(id: string): Promise<void> {
    const now = Date.now();
    await this.ledger.submit(
      {
        tenant: 't',
        id,
        lane: 'express',
        payload: { engine: 'reel', composition: {} },
        tasks: [{ kind: 'render', features: FULL }],
        notBefore: now,
        deadlineAt: now + 3_600_000,
        minAgentVersion: 0,
      },
      now,
    );
  }

  /** An agent that obeys its directives; `tasks` are what it holds. */
  async report(row: Instance, change: Partial<AgentReport> = {}): Promise<void> {
    const beat = (this.#beats.get(row.id) ?? 0) + 1;
    this.#beats.set(row.id, beat);
    const states = { work: 'idle', park: 'parked', drain: 'drained' } as const;
    await this.ledger.reportAgent(row.pool, row.id, {
      owner: `${row.id}/1`,
      beat,
      at: Date.now(),
      state: states[row.directive.kind],
      acknowledgedEpoch: row.directive.epoch,
      tasks: [],
      agentVersion: 1,
      ...change,
    });
  }

  async reportAll(): Promise<void> {
    for (const row of await this.rows()) if (row.state === 'ready') await this.report(row);
  }

  /** Ticks, deliveries and obedient agents until the condition holds. */
  async until(isTrue: () => Promise<boolean>, withinMs = 100_000): Promise<void> {
    const endsAt = Date.now() + withinMs;
    while (!(await isTrue())) {
      if (Date.now() > endsAt) throw new Error(`never so: ${await this.describe()}`);
      await this.deliver();
      await this.reportAll();
      await this.tick();
      await pause(50);
    }
  }

  /** A window of one tick, as the function runs it. */
  async tick(): Promise<void> {
    await scale(this.farm, 'test', { tickMs: 10, quickTickMs: 10, windowMs: 0, leaseMs: 10_000 });
  }

  async describe(): Promise<string> {
    const rows = await this.rows();
    const log = this.log.records.filter(({ level }) => level !== 'info').slice(-5);
    return JSON.stringify({ members: await this.members(), warm: await this.warm(), rows, log }, null, 1).slice(
      0,
      4_000,
    );
  }

  events(name: string): Record<string, unknown>[] {
    return this.log.records.filter((record) => record['event'] === name);
  }
}
