/** When a farm has come to rest: every task at rest, nothing nominated, no machine, and the groups at nothing. */
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { auditJob } from '@reelyard/ledger';
import { setTimeout as pause } from 'node:timers/promises';
import { type CrashFarm, TENANT } from './crash-farm.ts';
import { type Accepted } from './scenarios.ts';

export const REST_MS = 90_000;
/** From the last job to the last machine: idle, parked, drained, terminated; twice, when a fault undoes it. */
export const FLEET_MS = 240_000;

const AT_REST = new Set(['done', 'failed', 'void']);

/** @returns what is not at rest, in words */
export async function findRestless({ farm }: CrashFarm, jobs: readonly Accepted[]): Promise<string[]> {
  const found = await Promise.all(
    jobs.map(async ({ id, scenario }) => {
      const [tasks, events] = await Promise.all([farm.ledger.listTasks(id), farm.ledger.listEvents(id)]);
      const ends = events.filter(({ type }) => /^job\.(succeeded|failed|canceled)$/.test(type)).length;
      const open = tasks.filter(({ state }) => !AT_REST.has(state)).map(({ n, state }) => `task ${n} is ${state}`);
      const isGapless = events.every(({ seq }, index) => seq === index + 1);
      const wrong = [...open, ...(ends === 1 ? [] : [`${ends} ends`]), ...(isGapless ? [] : ['a gap in its events'])];
      return wrong.map((each) => `${scenario} ${id}: ${each}`);
    }),
  );
  const leased = await farm.ledger.findLeased(10);
  return [...found.flat(), ...leased.map(({ job, n }) => `${job}/${n} is still leased`)];
}

/** @returns what is left of the fleet, in words */
export async function findFleet({ farm }: CrashFarm): Promise<string[]> {
  const { AutoScalingGroups: groups = [] } = await farm.clients.autoScaling.send(
    new DescribeAutoScalingGroupsCommand({}),
  );
  const held = groups.flatMap(({ Instances = [], DesiredCapacity = 0, AutoScalingGroupName: name }) => [
    ...Instances.map(({ InstanceId }) => `${InstanceId ?? ''} is in ${name ?? ''}`),
    ...(DesiredCapacity === 0 ? [] : [`${name ?? ''} wants ${DesiredCapacity}`]),
  ]);
  const reply = await fetch(`${farm.endpoint}/_local/instances`);
  const { instances } = (await reply.json()) as { instances: { id: string; state: string }[] };
  const alive = instances.filter(({ state }) => state !== 'terminated').map(({ id, state }) => `${id} is ${state}`);
  const rows = (await Promise.all(farm.pools.map((pool) => farm.ledger.listInstances(pool)))).flat();
  return [...held, ...alive, ...rows.filter(({ state }) => state !== 'gone').map(({ id }) => `${id} has a row`)];
}

/** @throws Error naming what is not at rest after the time */
export async function untilNothing(what: string, find: () => Promise<string[]>, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const left = await find();
    if (left.length === 0) return;
    if (Date.now() > giveUpAt) throw new Error(`${what}: ${left.join(', ')}`);
    await pause(200);
  }
}

/** Every job that the farm has, also one whose client never heard of it. */
export async function audit({ farm, history }: CrashFarm): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await farm.ledger.listJobs({
      tenant: TENANT,
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { id } of page.items) await auditJob(farm.ledger, history, { tenant: TENANT, job: id });
    cursor = page.cursor;
  } while (cursor !== undefined);
}
