/** A failing plan made smaller while it still fails in the same way: without each job and each fault, with fewer machines, and with dull jobs. */
import { type Plan, type PlannedJob } from './plan.ts';
import { type PlannedReceiver } from './planned-receiver.ts';

const CALM = { manner: 'well', times: 0, forMs: 0 } as const;
const isMoody = ({ manner }: PlannedReceiver): boolean => manner !== 'well';

/** More runs than this help nobody. */
const MOST_RUNS = 300;

export interface Shrunk {
  readonly plan: Plan;
  /** Runs that it took. */
  readonly runs: number;
}

/** @param fails whether the plan still breaks the property; true of the plan that is given */
export async function shrink(plan: Plan, fails: (plan: Plan) => Promise<boolean>): Promise<Shrunk> {
  let smallest = plan;
  let runs = 0;
  for (let hasShrunk = true; hasShrunk && runs < MOST_RUNS;) {
    hasShrunk = false;
    for (const smaller of smallerThan(smallest)) {
      if (runs >= MOST_RUNS) break;
      runs += 1;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      hasShrunk = true;
      break;
    }
  }
  return { plan: smallest, runs };
}

/** Boldest first. */
function* smallerThan(plan: Plan): Generator<Plan> {
  const { jobs, faults, endpoints = [] } = plan;
  if (faults.length > 1) for (const half of halves(faults)) yield { ...plan, faults: half };
  if (jobs.length > 1) for (const half of halves(jobs)) yield { ...plan, jobs: half };
  for (const each of faults) yield { ...plan, faults: faults.filter((fault) => fault !== each) };
  if (jobs.length > 1) for (const each of jobs) yield { ...plan, jobs: jobs.filter((job) => job !== each) };
  for (const each of endpoints) yield { ...plan, endpoints: endpoints.filter((endpoint) => endpoint !== each) };
  for (const each of endpoints.filter(isMoody))
    yield { ...plan, endpoints: endpoints.map((endpoint) => (endpoint === each ? { ...each, ...CALM } : endpoint)) };
  if (plan.servers > 1) yield { ...plan, servers: plan.servers - 1 };
  if (plan.agents > 1) yield { ...plan, agents: plan.agents - 1 };
  for (const each of jobs)
    for (const duller of dullerThan(each)) yield { ...plan, jobs: jobs.map((job) => (job === each ? duller : job)) };
}

function halves<T>(items: readonly T[]): [readonly T[], readonly T[]] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

function* dullerThan(job: PlannedJob): Generator<PlannedJob> {
  const { asset, notBeforeMs, deadlineMs, cancelAfterMs, webhook } = job;
  if (asset !== undefined) yield without(job, 'asset');
  if (notBeforeMs !== undefined) yield without(job, 'notBeforeMs');
  if (deadlineMs !== undefined) yield without(job, 'deadlineMs');
  if (cancelAfterMs !== undefined) yield without(job, 'cancelAfterMs');
  if (webhook !== undefined) yield without(job, 'webhook');
  if (webhook !== undefined && isMoody(webhook)) yield { ...job, webhook: { ...webhook, ...CALM } };
  if (job.isRepeated) yield { ...job, isRepeated: false };
  if (job.isRetried) yield { ...job, isRetried: false };
  if (job.segments > 1) yield { ...job, segments: job.segments - 1 };
  if (job.moods.flat().some((mood) => mood !== 'fine')) yield { ...job, moods: [['fine']] };
}

function without<K extends keyof PlannedJob>(job: PlannedJob, field: K): Omit<PlannedJob, K> {
  const rest: Partial<PlannedJob> = { ...job };
  Reflect.deleteProperty(rest, field);
  return rest as Omit<PlannedJob, K>;
}
