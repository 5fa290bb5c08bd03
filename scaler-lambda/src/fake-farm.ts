/** A farm for tests: the real ledger in memory, AWS as plain data that a test moves by hand. */
import { type AgentReport } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { createLogger, ManualClock, memoryLog } from '@reelyard/runtime';
import { aPolicy, aPool } from './core/builders.ts';
import {
  bootPolicy,
  type CommandView,
  drainPolicy,
  type GroupView,
  type LaunchFailure,
  type ScalePolicy,
  type Wanted,
} from './core/index.ts';
import { type Farm, type Measurement } from './ports.ts';

export class FakeFarm {
  readonly clock = new ManualClock();
  readonly ledger: Ledger = createMemoryLedger();
  readonly log = memoryLog();
  readonly calls: string[] = [];
  readonly measured: Measurement[] = [];
  groups: GroupView[] = [{ pool: 'on-demand', desired: 0, members: [] }];
  online = new Set<string>();
  command: CommandView = { status: 'running', output: '' };
  /** Set to make every call on groups fail. */
  isBlind = false;
  hookIsOver = false;
  launchFailures: LaunchFailure[] = [];
  wanted: Wanted = {};
  readonly farm: Farm;
  #nonces = 0;

  constructor(policy: ScalePolicy = aPolicy({ pools: [aPool({ idleSeconds: 20 })] })) {
    this.farm = {
      ledger: this.ledger,
      clock: this.clock,
      log: createLogger({ service: 'scaler', destination: this.log }),
      policy,
      boot: bootPolicy,
      drain: drainPolicy,
      bootstrapDocument: { name: 'Bootstrap', version: '3' },
      probeDocument: { name: 'Probe' },
      parameters: { agentParameter: '/a', engineParameter: '/e', engineBucket: 'b' },
      sampleSnapshots: false,
      measure: (measurement) => void this.measured.push(measurement),
      newNonce: () => `nonce-${(this.#nonces += 1)}`,
      groups: this.#fakeGroups(),
      machines: {
        reboot: async (id) => void this.calls.push(`reboot ${id}`),
        terminate: async (id) => void this.calls.push(`end ${id}`),
      },
      packages: { findWanted: async () => this.wanted },
      commands: this.#fakeCommands(),
    };
  }

  #fakeGroups(): Farm['groups'] {
    const hook = (): 'done' | 'over' => (this.hookIsOver ? 'over' : 'done');
    return {
      describe: async () => {
        if (this.isBlind) throw new Error('Throttling');
        return structuredClone(this.groups);
      },
      setDesired: async (pool, desired) => {
        this.calls.push(`desired ${pool.name} ${desired}`);
        this.groups = this.groups.map((group) => (group.pool === pool.name ? { ...group, desired } : group));
      },
      terminate: async (id) => void this.calls.push(`terminate ${id}`),
      findLaunchFailures: async (pool, after) =>
        this.launchFailures.filter((failure) => failure.pool === pool.name && failure.at > after),
      unprotect: async (pool, ids) => void this.calls.push(`unprotect ${pool.name} ${ids.join(',')}`),
      markUnhealthy: async (id) => void this.calls.push(`unhealthy ${id}`),
      completeHook: async ({ instance, hook: name }, outcome) => {
        this.calls.push(`${name} ${outcome} ${instance}`);
        return hook();
      },
      beatHook: async ({ instance }) => {
        this.calls.push(`beat ${instance}`);
        return hook();
      },
    };
  }

  #fakeCommands(): Farm['commands'] {
    return {
      findOnline: async (ids) => new Set(ids.filter((id) => this.online.has(id))),
      send: async (document, ids, parameters) => {
        this.calls.push(`send ${document.name} ${ids.join(',')} ${parameters['Mode'] ?? parameters['Action'] ?? ''}`);
        return `command-${this.calls.length}`;
      },
      findResult: async () => this.command,
      cancel: async (id) => void this.calls.push(`cancel ${id}`),
    };
  }

  /** Every value that one metric was given. */
  valuesOf(name: string): unknown[] {
    return this.measured.flatMap(({ metrics }) =>
      metrics.filter((each) => each.name === name).map(({ value }) => value),
    );
  }

  /** The group lists these instances, and desired follows. */
  list(...members: (readonly [id: string, lifecycle: string])[]): void {
    const listed = members.map(([id, lifecycle]) => ({ id, lifecycle }));
    this.groups = [
      {
        pool: 'on-demand',
        desired: listed.filter(({ lifecycle }) => !/^(Term|Warm)/.test(lifecycle)).length,
        members: listed,
      },
    ];
  }

  async submit(id = 'job_1'): Promise<void> {
    const now = this.clock.now();
    await this.ledger.submit(
      {
        tenant: 't',
        id,
        lane: 'express',
        payload: { engine: 'reel', composition: {} },
        tasks: [{ kind: 'render', features: { engine: 'reel', frames: 30, pixels: 1_000 } }],
        notBefore: now,
        deadlineAt: now + 3_600_000,
        minAgentVersion: 0,
      },
      now,
    );
  }

  async report(id: string, change: Partial<AgentReport> = {}): Promise<void> {
    const row = await this.ledger.findInstance('on-demand', id);
    const states = { work: 'idle', park: 'parked', drain: 'drained' } as const;
    await this.ledger.reportAgent('on-demand', id, {
      owner: `${id}/1`,
      beat: this.clock.now(),
      at: this.clock.now(),
      state: states[row?.directive.kind ?? 'work'],
      acknowledgedEpoch: row?.directive.epoch ?? 0,
      tasks: [],
      agentVersion: 1,
      ...change,
    });
  }
}

/** An EventBridge event as SQS hands it to the function. */
export function aRecord(
  type: string,
  detail: Record<string, unknown>,
  messageId = 'm-1',
): { messageId: string; body: string } {
  return { messageId, body: JSON.stringify({ 'detail-type': type, detail }) };
}

export function aLaunch(id: string, detail: Record<string, unknown> = {}): { messageId: string; body: string } {
  return aRecord('EC2 Instance-launch Lifecycle Action', {
    EC2InstanceId: id,
    AutoScalingGroupName: 'group-on-demand',
    LifecycleHookName: 'bootstrap',
    LifecycleActionToken: 'token',
    Origin: 'EC2',
    Destination: 'AutoScalingGroup',
    ...detail,
  });
}
