/**
 * One freeze: a job is held in a phase, its agent stands still until another has the task, wakes, and must find that nothing is its own any
 * more. What is told is what was seen, by the agents' logs, the ledger and /proc.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { findProcess } from '@reelyard/runtime';
import { TENANT } from '../outage/crew.ts';
import { type FreezeFarm } from './freeze-farm.ts';
import { type Scope } from './freezer.ts';
import { type Phase, type Plan, planOf } from './phases.ts';

export interface Freeze {
  phase: Phase;
  scope: Scope;
  /** Whether the other still renders when the sleeper wakes, or has committed. */
  wakes: 'while-another-renders' | 'after-another-committed';
  turn: number;
}

export interface Thawed extends Freeze {
  job: string;
  task: number;
  /** That the sleeper held. */
  epoch: number;
  frozenMs: number;
  /** From its wake until it knew. */
  learnedMs: number;
  wokenAt: number;
  agent: string;
  /** An engine of the lost attempt ran on after its agent had let go. */
  engineOutlived: boolean;
  /** It took its own result for committed. */
  believedDone: boolean;
}

const WITHIN_MS = 60_000;
const DUE_IN_MS = 1_000;

/**
 * @param attempt from 1; each leaves a busy machine more time
 * @returns undefined when nobody was frozen in the phase: the agent has let go by itself, was through already, stands still for another, or see
 * `wouldLoseAgain`
 */
export async function freezeOnce(farm: FreezeFarm, freeze: Freeze, attempt: number): Promise<Thawed | undefined> {
  const { crew, freezer } = farm;
  const plan = planOf(freeze.phase, freeze.turn);
  const notBefore = new Date(Date.now() + attempt * DUE_IN_MS).toISOString();
  const key = `freeze-${freeze.phase}-${freeze.turn}-${attempt}`;
  const job = await crew.client.submit({ ...plan.body, notBefore }, key, Date.now() + WITHIN_MS);
  farm.jobs.push(job);
  const letGo = await reach(farm, plan, job);
  if (!letGo) return undefined;
  const holder = await findHolder(farm, job, plan.task);
  const isSpared =
    !holder || freezer.isFrozen(holder.agent.process) || (await wouldLoseAgain(farm, holder.agent.name, job));
  if (isSpared) {
    letGo();
    return undefined;
  }
  const { agent, epoch } = holder;
  const frozenAt = Date.now();
  await freezer.freeze(agent.process, freeze.scope);
  crew.history.note('fault', {
    kind: `freeze-${freeze.phase}`,
    times: 1,
    victim: agent.name,
    ref: { tenant: TENANT, job },
  });
  const waits = !['seat', 'verifying'].includes(freeze.phase) || freeze.scope === 'machine';
  if (!waits) letGo();
  let wokenAt = 0;
  let isLost = false;
  try {
    isLost = await isTaken(farm, freeze, { job, task: plan.task, epoch });
  } finally {
    wokenAt = Date.now();
    freezer.thaw(agent.process);
    letGo();
  }
  if (!isLost) return undefined;
  const told = { job, task: plan.task, epoch, agent: agent.name };
  const learned = await crew.said.heard(
    WITHIN_MS,
    { ...told, event: 'task.let-go' },
    { ...told, event: 'task.lost' },
    { ...told, event: 'task.done' },
  );
  return {
    ...freeze,
    ...{ ...told, wokenAt },
    frozenMs: wokenAt - frozenAt,
    learnedMs: Math.max(0, learned.at - wokenAt),
    engineOutlived: await outlives(farm, told),
    believedDone: crew.said.find({ ...told, event: 'task.done' }) !== undefined,
  };
}

/** Resolves in the phase, with what lets the attempt go on; undefined when the job was due before it could be waited for. */
async function reach({ crew, ...places }: FreezeFarm, plan: Plan, job: string): Promise<(() => void) | undefined> {
  if (!plan.hold) {
    await crew.said.heard(WITHIN_MS, { event: 'engine.started', job, task: plan.task });
    return () => undefined;
  }
  const held = plan.hold(job, places);
  const task = await crew.ledger.findTask({ tenant: TENANT, job, n: plan.task });
  if (task?.epoch !== 0) {
    held.letGo();
    return undefined;
  }
  let bound: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    bound = setTimeout(() => reject(new Error(`${job} never came by`)), WITHIN_MS);
  });
  await Promise.race([held.reached, late])
    .catch((error: unknown) => {
      held.letGo();
      throw error;
    })
    .finally(() => clearTimeout(bound));
  return () => held.letGo();
}

/** Undefined when it has lost its lease by itself meanwhile, or committed, as on a machine without a free core. */
async function findHolder({ crew }: FreezeFarm, job: string, n: number) {
  const task = await crew.ledger.findTask({ tenant: TENANT, job, n });
  const name = task?.owner?.split('/')[0] ?? '';
  const process = crew.agents.get(name);
  if (task?.state !== 'leased' || !process) return undefined;
  return { epoch: task.epoch, agent: { name, process } };
}

const MOST_LEASED = 100;

/**
 * While an agent commits one task it holds the next. One that lost a machine already is left to it: with three lost machines a job is rightly taken for
 * poison, and the bench would fail for what it did itself.
 */
async function wouldLoseAgain({ crew }: FreezeFarm, agent: string, except: string): Promise<boolean> {
  const leased = await crew.ledger.findLeased(MOST_LEASED);
  const tasks = await Promise.all(leased.map((ref) => crew.ledger.findTask(ref)));
  return tasks.some(
    (task) => task && task.job !== except && task.owner?.startsWith(`${agent}/`) && task.counters.leaseLost > 0,
  );
}

interface Lost {
  job: string;
  task: number;
  epoch: number;
}

/** False: it had committed before it stood still. @throws Error when nobody takes it */
async function isTaken({ crew }: FreezeFarm, { wakes }: Freeze, { job, task, epoch }: Lost): Promise<boolean> {
  const event = wakes === 'while-another-renders' ? 'task.claimed' : 'task.done';
  const asked = { event, job, task, afterEpoch: epoch };
  for (const giveUpAt = Date.now() + WITHIN_MS; Date.now() < giveUpAt; await wait(50)) {
    if (crew.said.find(asked)) return true;
    const row = await crew.ledger.findTask({ tenant: TENANT, job, n: task });
    if (row?.state === 'done' && row.epoch === epoch) return false;
  }
  throw new Error(`waited ${WITHIN_MS / 1_000} s in vain for ${JSON.stringify(asked)}`);
}

const KILL_MS = 15_000;

/** Whether an engine of the lost attempt runs on, longer than a kill may take. */
async function outlives({ crew }: FreezeFarm, { job, task, epoch, agent }: Lost & { agent: string }): Promise<boolean> {
  const giveUpAt = Date.now() + KILL_MS;
  for (;;) {
    const started = crew.said.find({ event: 'engine.started', job, task, epoch, agent });
    if (!started || !findProcess(Number(started.record['pid']))) return false;
    if (Date.now() > giveUpAt) return true;
    await wait(100);
  }
}
