/**
 * The scaler in a process of its own: the shell as it ships, the real ledger on the loopback's DynamoDB. Auto Scaling and SSM are plain data: what they cost
 * is a call each, which is counted. Prints one line of JSON.
 */
import { createDynamoLedger } from '@reelyard/ledger';
import { createLogger, dynamoClient, keepYoungHeapSmall, systemClock } from '@reelyard/runtime';
import { type Farm, scale } from '@reelyard/scaler-lambda';
import { bootPolicy, drainPolicy, planTick, type Snapshot } from '@reelyard/scaler-lambda/core';
import { groupView, INSTANCES, policy } from './fleet.ts';

// As the function does.
keepYoungHeapSmall();

const WARM_UP = 5;
const TICKS = 20;

const calls = new Map<string, number>();
let desired = INSTANCES;
let seen: Snapshot | undefined;

async function count<T>(name: string, answer: T): Promise<T> {
  calls.set(name, (calls.get(name) ?? 0) + 1);
  return answer;
}

const destination = {
  write(line: string): void {
    if (line.includes('"scaler.snapshot"')) seen = (JSON.parse(line) as { snapshot: Snapshot }).snapshot;
  },
};

function toFarm(sampleSnapshots: boolean): Farm {
  return {
    ledger: createDynamoLedger({ client: dynamoClient(), table: process.env['LEDGER_TABLE'] ?? '' }),
    groups: {
      describe: () => count('DescribeAutoScalingGroups', [groupView(desired)]),
      findLaunchFailures: () => count('DescribeScalingActivities', []),
      setDesired: async (_, to) => count('SetDesiredCapacity', void (desired = to)),
      unprotect: () => count('SetInstanceProtection', undefined),
      terminate: () => count('TerminateInstanceInAutoScalingGroup', undefined),
      markUnhealthy: () => count('SetInstanceHealth', undefined),
      completeHook: () => count('CompleteLifecycleAction', 'done' as const),
      beatHook: () => count('RecordLifecycleActionHeartbeat', 'done' as const),
    },
    machines: {
      reboot: () => count('RebootInstances', undefined),
      terminate: () => count('TerminateInstances', undefined),
    },
    commands: {
      findOnline: () => count('DescribeInstanceInformation', new Set<string>()),
      send: () => count('SendCommand', ''),
      findResult: () => count('GetCommandInvocation', undefined),
      cancel: () => count('CancelCommand', undefined),
    },
    packages: { findWanted: () => count('GetParameters, once a minute', {}) },
    clock: systemClock,
    log: createLogger({ service: 'scaler', destination }),
    policy,
    boot: bootPolicy,
    drain: drainPolicy,
    bootstrapDocument: { name: 'Bootstrap' },
    probeDocument: { name: 'Probe' },
    parameters: { agentParameter: '/a', engineParameter: '/e', engineBucket: 'b' },
    sampleSnapshots,
    measure: () => undefined,
    newNonce: () => '',
  };
}

const timers = { tickMs: 10_000, quickTickMs: 2_000, windowMs: 0, leaseMs: 30_000 };
const farm = toFarm(false);
const ticks: number[] = [];
const cpuMs: number[] = [];
for (let n = 0; n < WARM_UP + TICKS; n += 1) {
  if (n === WARM_UP) calls.clear();
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await scale(farm, 'bench', timers);
  if (n < WARM_UP) continue;
  ticks.push(performance.now() - startedAt);
  cpuMs.push(millisecondsSince(cpu));
}
const rssMb = process.memoryUsage.rss() / 1_048_576;
const perTick = Object.fromEntries([...calls].map(([name, times]) => [name, times / TICKS]));
await scale(toFarm(true), 'bench', timers);
const coreMs = seen ? timeCore(seen) : [];
console.log(
  JSON.stringify({ ticks, cpuMs, rssMb, perTick, coreMs, waiting: seen?.kind === 'seen' ? seen.waiting.length : 0 }),
);

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function timeCore(snapshot: Snapshot): number[] {
  return Array.from({ length: TICKS }, () => {
    const before = process.cpuUsage();
    planTick(snapshot, policy, snapshot.at);
    return millisecondsSince(before);
  });
}
