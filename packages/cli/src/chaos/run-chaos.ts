/**
 * One run under fire: a real farm, jobs, faults, calm, and the verdict over what every process recorded. The seed plans jobs and faults;
 * which call a fault meets is decided by the machine that runs it, so a seed repeats the plan and not every interleaving.
 */
import { openHistory, type Recorder } from '@reelyard/ledger';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkHistories } from '../check/check-histories.ts';
import { Interrupted } from '../exit-code.ts';
import { type Farm } from '../farm/start-farm.ts';
import { audit, auditIndexes, untilAtRest } from './audit.ts';
import { type ChaosFolders, leastOf, startChaosFarm } from './chaos-farm.ts';
import { type ChaosOptions, type Fought } from './chaos-run.ts';
import { type ChaosResult, judge } from './chaos-result.ts';
import { makeClients, submitAll, untilEnded } from './clients.ts';
import { ControlDoor } from './control-door.ts';
import { Dice } from './dice.ts';
import { FaultyProcesses } from './faulty-processes.ts';
import { Receiver } from './receiver.ts';
import { RecoveryWatch } from './recovery.ts';
import { planScenario, type Scenario } from './scenario.ts';
import { Storm } from './storm.ts';

const TENANT = 'demo';
/** Longer than the largest offset of a clock: an instant that it put into the future has to come. */
const CALM_MS = 240_000;
const FIRST_MACHINES_MS = 120_000;
/** Strikes wait for victims: the storm may take this much longer than planned, a small one as long as a busy machine may need. */
const PATIENCE = 2;
const LEAST_PATIENCE_MS = 180_000;
const REST_LEASES = 10;

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const startedAt = Date.now();
  const { dir, say } = options;
  const folders: ChaosFolders = { dir, history: join(dir, 'history'), faults: join(dir, 'faults') };
  await mkdir(folders.history, { recursive: true });
  const processes = await FaultyProcesses.prepare(folders.faults);
  const dice = new Dice(options.seed);
  const scenario = planScenario(options, dice);
  const history = openHistory(folders.history, 'chaos');
  const receiver = await Receiver.start(TENANT, history);
  const farm = await startChaosFarm(scenario.farm, { ...folders, origin: receiver.origin }, say);
  await receiver.register(farm);
  const door = new ControlDoor(farm.endpoint);
  const storm = new Storm({ farm, door, history, dice, processes, times: scenario.times, say });
  const fight = underFire(options, scenario, { farm, door, storm, history, receiver });
  const fought = await Promise.race([fight, untilInterrupted()]).finally(() => {
    storm.abandon();
    return Promise.all([farm.stop(), receiver.close()]);
  });
  say('judging what was recorded');
  const watch = new RecoveryWatch();
  const required = ['faults', ...(scenario.needs.transitions ? ['transitions'] : [])];
  const check = await checkHistories([folders.history], {
    ...{ required, mayBeUnfinished: false },
    onLine: (line) => watch.take(line),
  });
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  return judge(options, scenario, { ...fought, check, recovered: watch.finish(), seconds, history: folders.history });
}

function untilInterrupted(): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Interrupted(signal)));
  });
}

interface Ground {
  farm: Farm;
  door: ControlDoor;
  storm: Storm;
  history: Recorder;
  receiver: Receiver;
}

async function underFire(options: ChaosOptions, scenario: Scenario, ground: Ground): Promise<Fought> {
  const { say } = options;
  const { farm, door, storm, history, receiver } = ground;
  history.note('plan', { seed: options.seed, plan: options.plan, jobs: options.jobs, faults: scenario.kinds });
  const clients = await makeClients(farm, TENANT, history);
  const client = clients.free;
  say(`${scenario.jobs.length} jobs, faults planned ${scenario.faults.length}, ${scenario.withinMs / 1_000} s`);
  await door.fireSchedule(farm.names.scaleFunction);
  await storm.untilMachines(leastOf(scenario.farm), FIRST_MACHINES_MS);
  const submitting = submitAll(clients, scenario.jobs);
  const ending = async (): Promise<string[]> => {
    const ids = [...(await submitting).accepted.keys()];
    return untilEnded(client, ids, CALM_MS, (ended) => say(`${ended} of ${ids.length} jobs have ended`));
  };
  await untilOver(storm, scenario, ending);
  const calmAt = Date.now();
  say('the faults are over: waiting until every job has ended');
  const open = await ending();
  const submitted = await submitting;
  const ids = [...submitted.accepted.keys()];
  const allEndedMs = Date.now() - calmAt;
  await untilAtRest(farm.ledger, ids, REST_LEASES * scenario.times.leaseMs);
  const rest = await audit(farm.ledger, history, TENANT, submitted.accepted);
  await auditIndexes(farm.ledger, history, CALM_MS);
  const untold = ids.filter((id) => !open.includes(id) && !receiver.ends.has(id));
  return { ...submitted, ...rest, open, untold, counts: storm.counts, allEndedMs, serverBackMs: storm.serverBackMs };
}

/** A storm that strikes machines at work is over, too, when there is no work left. */
async function untilOver(
  storm: Storm,
  { faults, withinMs, times }: Scenario,
  ending: () => Promise<unknown>,
): Promise<void> {
  const timer = new AbortController();
  const overAt: Promise<unknown>[] = [
    storm.rage(faults),
    atMost(Math.max(withinMs * PATIENCE, LEAST_PATIENCE_MS), timer.signal),
  ];
  if (times.busy === 'only') overAt.push(ending());
  await Promise.race(overAt);
  timer.abort();
  await storm.end();
}

function atMost(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
