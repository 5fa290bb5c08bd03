/**
 * One run under fire: a real farm, jobs, faults, calm, and the verdict over what every process recorded. The seed plans jobs and faults;
 * which call a fault meets is decided by the machine that runs it, so a seed repeats the plan and not every interleaving.
 */
import { auditJob, openHistory } from '@reelyard/ledger';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkHistories, type CheckResult } from '../check/check-histories.ts';
import { Interrupted } from '../commands/embedded.ts';
import { type Farm } from '../farm/start-farm.ts';
import { LEASE_MS, startChaosFarm } from './chaos-farm.ts';
import { type Submitted, submitAll, untilEnded } from './clients.ts';
import { ControlDoor } from './control-door.ts';
import { Dice } from './dice.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import { planFaults } from './plan-faults.ts';
import { planJobs } from './plan-jobs.ts';
import { RecordedClient } from './recorded-client.ts';
import { Storm } from './storm.ts';

export interface ChaosOptions {
  jobs: number;
  seed: number;
  faults: readonly FaultKind[];
  /** Of farm, logs and histories; stays. */
  dir: string;
  say: (text: string) => void;
}

export interface ChaosResult {
  ok: boolean;
  seed: number;
  jobs: number;
  states: Record<string, number>;
  /** Accepted and not found, or not ended when time was up. */
  lost: number;
  /** Repeated requests that made a second job. */
  duplicates: number;
  /** Jobs that were canceled and succeeded, or went on. */
  cancelViolations: number;
  /** Requests that were never accepted. */
  refused: string[];
  /** Kind → how often it really happened. */
  faults: Record<string, number>;
  recovery: {
    /** From the end of the last fault to the end of the last job. */
    allEndedSeconds: number;
    /** Killed to answering, the slowest. */
    jobServerSeconds: number;
  };
  invariants: Pick<CheckResult, 'lines' | 'transitions' | 'violated' | 'violations' | 'missing'>;
  /** The command that plans the same jobs and faults. */
  again: string;
  history: string;
}

const TENANT = 'demo';
/** Machines of a laptop render two or three short tasks a second. */
const MS_A_JOB = 450;
const LEAST_MS = 30_000;
const JOBS_THAT_MEET_ALL = 100;
const CALM_MS = 150_000;

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const history = join(options.dir, 'history');
  await mkdir(history, { recursive: true });
  const farm = await startChaosFarm(options.dir, history, options.say);
  const told = await Promise.race([underFire(options, farm, history), untilInterrupted()]).finally(() => farm.stop());
  options.say('judging what was recorded');
  const check = await checkHistories([history], { required: requiredOf(options), mayBeUnfinished: false });
  return judge(options, told, check, history);
}

/** A small run, or one with few faults, may well never need a row: nothing is lost, so nothing is reaped. */
function requiredOf({ jobs, faults }: ChaosOptions): string[] {
  return jobs >= JOBS_THAT_MEET_ALL && faults.length === FAULT_KINDS.length ? ['faults', 'transitions'] : ['faults'];
}

function untilInterrupted(): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Interrupted(signal)));
  });
}

interface Fought extends Submitted {
  open: string[];
  states: Record<string, number>;
  counts: Record<string, number>;
  allEndedMs: number;
  serverBackMs: readonly number[];
}

async function underFire(options: ChaosOptions, farm: Farm, dir: string): Promise<Fought> {
  const { jobs, faults, say } = options;
  const history = openHistory(dir, 'chaos');
  const dice = new Dice(options.seed);
  const withinMs = Math.max(LEAST_MS, jobs * MS_A_JOB);
  const plannedJobs = planJobs(jobs, withinMs, dice);
  const plannedFaults = planFaults(faults, withinMs, dice);
  history.note('plan', { seed: options.seed, jobs, faults });
  const client = new RecordedClient(farm, TENANT, history);
  const door = new ControlDoor(farm.endpoint);
  const storm = new Storm({ farm, door, history, dice, freezeMs: LEASE_MS * 1.75, say });
  say(`${jobs} jobs and ${plannedFaults.length} faults within ${Math.round(withinMs / 1_000)} s`);
  const raging = storm.rage(plannedFaults);
  const submitting = submitAll(client, plannedJobs);
  await Promise.race([raging, new Promise((resolve) => setTimeout(resolve, withinMs * 2))]);
  await storm.end();
  const calmAt = Date.now();
  say('the faults are over: waiting until every job has ended');
  const submitted = await submitting;
  const onEnd = (ended: number): void => say(`${ended} of ${submitted.ids.length} jobs have ended`);
  const open = await untilEnded(client, submitted.ids, Date.now() + CALM_MS, onEnd);
  const allEndedMs = Date.now() - calmAt;
  await untilAtRest(farm, submitted.ids);
  const states = await audit(farm, submitted.ids, history);
  return { ...submitted, open, states, counts: storm.counts, allEndedMs, serverBackMs: storm.serverBackMs };
}

/** Tasks of ended jobs come to rest soon after (T14). */
async function untilAtRest(farm: Farm, ids: readonly string[]): Promise<void> {
  const giveUpAt = Date.now() + 10 * LEASE_MS;
  for (const job of ids) {
    for (;;) {
      const tasks = await farm.ledger.listTasks(job);
      if (tasks.every(({ state }) => ['done', 'failed', 'void'].includes(state)) || Date.now() > giveUpAt) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function audit(
  farm: Farm,
  ids: readonly string[],
  history: ReturnType<typeof openHistory>,
): Promise<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const job of ids) {
    await auditJob(farm.ledger, history, { tenant: TENANT, job });
    const state = (await farm.ledger.findJob(TENANT, job))?.state ?? 'missing';
    states[state] = (states[state] ?? 0) + 1;
  }
  return states;
}

function judge(options: ChaosOptions, fought: Fought, check: CheckResult, history: string): ChaosResult {
  const { lines, transitions, violated, violations, missing } = check;
  const lost = fought.open.length + (fought.states['missing'] ?? 0);
  const { duplicates, refused } = fought;
  return {
    ok: check.ok && lost + duplicates + refused.length === 0,
    seed: options.seed,
    jobs: options.jobs,
    states: fought.states,
    ...{ lost, duplicates, refused },
    cancelViolations: violated['S4'] ?? 0,
    faults: fought.counts,
    recovery: {
      allEndedSeconds: toSeconds(fought.allEndedMs),
      jobServerSeconds: toSeconds(Math.max(0, ...fought.serverBackMs)),
    },
    invariants: { lines, transitions, violated, violations, missing },
    again: againOf(options),
    history,
  };
}

function againOf({ jobs, seed, faults }: ChaosOptions): string {
  const kinds = faults.length === FAULT_KINDS.length ? '' : ` --faults ${faults.join(',')}`;
  return `npx reelyard chaos --jobs ${jobs} --seed ${seed}${kinds}`;
}

const toSeconds = (ms: number): number => Math.round(ms / 100) / 10;
