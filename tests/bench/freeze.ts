/**
 * Agents that stand still for longer than their lease, in every phase of an attempt, and wake: nothing that they made under the lost lease may ever
 * be seen. Agents are real processes on the loopback AWS, frozen by SIGSTOP; every process records its history, and the checker judges it.
 */
import { type CheckResult } from '@reelyard/cli';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { availableParallelism, loadavg } from 'node:os';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { TENANT } from './outage/crew.ts';
import { type FreezeFarm, startFreezeFarm } from './freeze/freeze-farm.ts';
import { type Freeze, freezeOnce, type Thawed } from './freeze/freeze-once.ts';
import { SCOPES } from './freeze/freezer.ts';
import { PHASES } from './freeze/phases.ts';

export interface FreezeOptions {
  freezes: number;
  agents: number;
  /** Freezes at a time. */
  atOnce: number;
  say(text: string): void;
}

export interface FreezeFigures {
  /** Each ended with the task in the hands of another agent: the lease had run out. */
  freezes: number;
  /** Phase → how many of them. */
  phases: Record<string, number>;
  /** Files of a lost lease that any committed pointer names. */
  stalePublications: number;
  /** Uploads under lost leases: they are there, and nothing points to them. */
  uploadsOfLostLeases: number;
  /** Attempts that took themselves for committed. */
  believedDone: number;
  enginesThatOutlived: number;
  /** Jobs that did not succeed in the end. */
  notSucceeded: number;
  frozenMs: { least: number; p50: number };
  /** From its wake until the agent had let the task go. */
  learnedMs: { p50: number; p99: number };
  /** From its wake until the agent claimed again, of those that did. */
  claimedAgainMs: { p50: number; p99: number; agents: number };
  failures: string[];
  invariants: Pick<CheckResult, 'ok' | 'lines' | 'violated' | 'violations' | 'missing'>;
  load: number;
  cores: number;
}

/** Rotates phase, scope and wake so that each phase meets each of both. */
export function planFreezes(count: number): Freeze[] {
  return Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / PHASES.length);
    return {
      phase: PHASES[index % PHASES.length] ?? 'claimed',
      scope: SCOPES[turn % 2] ?? 'agent',
      wakes: Math.floor(turn / 2) % 2 === 0 ? 'while-another-renders' : 'after-another-committed',
      turn,
    };
  });
}

export async function runFreezeBench(options: FreezeOptions): Promise<FreezeFigures> {
  const { freezes, agents, say } = options;
  const farm = await startFreezeFarm(agents, say);
  try {
    farm.crew.history.note('plan', { faults: PHASES.map((phase) => `freeze-${phase}`) });
    const thawed: Thawed[] = [];
    const failures = await freezeAll(farm, planFreezes(freezes), thawed, options);
    say('all are awake: waiting until every job has ended');
    return await judge(farm, thawed, failures);
  } finally {
    await farm.crew.stop();
  }
}

const SAY_EACH = 10;

async function freezeAll(
  farm: FreezeFarm,
  planned: readonly Freeze[],
  thawed: Thawed[],
  { atOnce, say }: FreezeOptions,
): Promise<string[]> {
  const failures: string[] = [];
  const left = [...planned];
  const worker = async (): Promise<void> => {
    for (let freeze = left.shift(); freeze; freeze = left.shift()) {
      try {
        thawed.push(await freezeAnAgent(farm, freeze));
        if (thawed.length % SAY_EACH === 0) say(`${thawed.length} of ${planned.length} froze and woke`);
      } catch (error) {
        failures.push(`${freeze.phase} ${freeze.turn}: ${error instanceof Error ? error.message : String(error)}`);
        say(failures.at(-1) ?? '');
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, planned.length) }, worker));
  return failures;
}

const MOST_ATTEMPTS = 8;

async function freezeAnAgent(farm: FreezeFarm, freeze: Freeze): Promise<Thawed> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const thawed = await freezeOnce(farm, freeze, attempt);
    if (thawed) return thawed;
  }
  throw new Error(`no agent could be frozen in ${MOST_ATTEMPTS} attempts`);
}

const END_MS = 60_000;

async function judge(farm: FreezeFarm, thawed: readonly Thawed[], failures: string[]): Promise<FreezeFigures> {
  const { crew, jobs } = farm;
  let notSucceeded = 0;
  for (const job of jobs) {
    const view = await untilEnded(farm, job);
    if (view?.state !== 'succeeded') notSucceeded += 1;
    else await crew.client.verify(view);
  }
  const invariants = await crew.judge(jobs, ['faults', 'T4', 'T6', 'T6b', 'T9']);
  const { ok, lines, violated, violations, missing } = invariants;
  const frozen = thawed.map(({ frozenMs }) => frozenMs);
  const learned = thawed.map(({ learnedMs }) => learnedMs);
  const again = claimsAgain(farm, thawed);
  return {
    freezes: thawed.length,
    phases: countPhases(thawed),
    stalePublications: await countStale(farm, thawed),
    uploadsOfLostLeases: await countUploads(farm, thawed),
    believedDone: thawed.filter(({ believedDone }) => believedDone).length,
    enginesThatOutlived: thawed.filter(({ engineOutlived }) => engineOutlived).length,
    ...{ notSucceeded, failures },
    frozenMs: { least: Math.min(...frozen), p50: quantile(frozen, 0.5) },
    learnedMs: { p50: quantile(learned, 0.5), p99: quantile(learned, 0.99) },
    claimedAgainMs: { p50: quantile(again, 0.5), p99: quantile(again, 0.99), agents: again.length },
    invariants: { ok, lines, violated, violations, missing },
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    cores: availableParallelism(),
  };
}

async function untilEnded({ crew }: FreezeFarm, job: string) {
  const giveUpAt = Date.now() + END_MS;
  for (;;) {
    const view = await crew.client.job(job).catch(() => undefined);
    if (view && ['succeeded', 'failed', 'canceled'].includes(view.state)) return view;
    if (Date.now() > giveUpAt) return view;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function countPhases(thawed: readonly Thawed[]): Record<string, number> {
  return Object.fromEntries(PHASES.map((phase) => [phase, thawed.filter((each) => each.phase === phase).length]));
}

/** `…/<job>/<task>/<epoch>/<file>` */
const isOf = (key: string, { job, task, epoch }: Thawed): boolean => key.includes(`/${job}/${task}/${epoch}/`);

/** What tasks and results point to, by consistent reads. */
async function countStale({ crew }: FreezeFarm, thawed: readonly Thawed[]): Promise<number> {
  let stale = 0;
  for (const each of thawed) {
    const [job, tasks] = [await crew.ledger.findJob(TENANT, each.job), await crew.ledger.listTasks(each.job)];
    const pointers = [...(job?.artifacts ?? []), ...tasks.flatMap(({ artifacts = [] }) => artifacts)];
    stale += pointers.filter(({ key }) => isOf(key, each)).length;
  }
  return stale;
}

async function countUploads({ crew }: FreezeFarm, thawed: readonly Thawed[]): Promise<number> {
  const { ARTIFACT_BUCKET: Bucket = '' } = crew.ground.env;
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'local' };
  const s3 = new S3Client({
    endpoint: crew.ground.cloud.ready,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
  });
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, ...(token === undefined ? {} : { ContinuationToken: token }) }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  s3.destroy();
  return keys.filter((key) => thawed.some((each) => isOf(key, each))).length;
}

/** From each wake to the next claim of that agent. */
function claimsAgain({ crew }: FreezeFarm, thawed: readonly Thawed[]): number[] {
  return thawed.flatMap(({ agent, wokenAt }) => {
    const next = crew.said.words.find(
      (word) => word.agent === agent && word.event === 'task.claimed' && word.at > wokenAt,
    );
    return next ? [next.at - wokenAt] : [];
  });
}

export function missesOf(figures: FreezeFigures, wanted: number): string[] {
  const { invariants } = figures;
  return [
    ...mustBe('freezes', figures.freezes, { atLeast: wanted }),
    ...Object.entries(figures.phases).flatMap(([phase, times]) => mustBe(`phases.${phase}`, times, { atLeast: 1 })),
    ...mustBe('stalePublications', figures.stalePublications, { atMost: 0 }),
    ...mustBe('uploadsOfLostLeases', figures.uploadsOfLostLeases, { atLeast: 1 }),
    ...mustBe('believedDone', figures.believedDone, { atMost: 0 }),
    ...mustBe('enginesThatOutlived', figures.enginesThatOutlived, { atMost: 0 }),
    ...mustBe('notSucceeded', figures.notSucceeded, { atMost: 0 }),
    ...invariants.missing,
    ...invariants.violations.map(({ invariant, because }) => `${invariant}: ${because}`),
  ];
}

export const freezeBench: Bench = {
  async run({ jobs = 200, say }): Promise<BenchReport> {
    const figures = await runFreezeBench({ freezes: jobs, agents: 18, atOnce: 10, say });
    return { figures: { ...figures }, misses: missesOf(figures, jobs) };
  },
};
