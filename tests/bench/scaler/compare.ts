/** Tunes every contestant on the first third of a trace, scores it on the rest, and solves the bound of the rest. Pure but for the clock. */
import {
  type BoundJob,
  type Report,
  simulate,
  solveLowerBound,
  toFarm,
  type Trace,
  workOf,
  zeroWaitSeconds,
} from '@reelyard/simulator';
import { type Answer, type Assignment, type BoundFigures, loadTrace, nameOf, type Score } from './assignment.ts';
import { type Candidate, type Contestant, findContestants } from './contestants.ts';
import { type Point } from './pareto.ts';

/** Of the jobs, to start within the objective. */
export const WANTED_ATTAINMENT = 0.99;

interface Split {
  trace: Trace;
  first: Trace;
  scoreFrom: number;
  seed: number;
}

export async function compare(assignment: Assignment): Promise<Answer> {
  const startedAt = performance.now();
  const split = splitTrace(await loadTrace(assignment), assignment.seed);
  const contestants = findContestants(assignment);
  const bounds = await solveBounds(assignment, split, [...new Set(contestants.map(({ warm }) => warm))]);
  const scores = contestants.map((contestant) => score(contestant, split, bounds[contestant.warm]));
  const points = assignment.isPareto ? contestants.flatMap((contestant) => scoreEach(contestant, split)) : undefined;
  return {
    ...(points ? { points } : {}),
    ...{ name: nameOf(assignment), seed: assignment.seed, jobs: split.trace.length - split.first.length },
    ...{ scores, bounds, zeroWaitDollars: priceZeroWait(assignment, split), workDollars: priceWork(split) },
    seconds: (performance.now() - startedAt) / 1_000,
  };
}

/** By time, not by jobs: whole days stay whole. */
function splitTrace(trace: Trace, seed: number): Split {
  const last = trace.at(-1)?.at ?? 0;
  const scoreFrom = Math.ceil(last / 3 / 3_600) * 3_600;
  return { trace, first: trace.filter(({ at }) => at < scoreFrom), scoreFrom, seed };
}

function score(contestant: Contestant, split: Split, bound: BoundFigures | undefined): Score {
  const { policy, version, candidates } = contestant;
  const { candidate, tuned } = tune(contestant, split);
  const { seed, scoreFrom } = split;
  const trace = asSeen(contestant, split.trace);
  const report = simulate({ trace, seed, scoreFrom, ...runOf(contestant, candidate) });
  const ratioToBound = report.dollars / (bound?.dollars ?? Number.NaN);
  const { attainment, dollars } = tuned;
  if (candidates.length === 0) throw new Error(`${policy} has no setting`);
  return { policy, version, setting: candidate.setting, tuned: { attainment, dollars }, report, ratioToBound };
}

/** Every setting on the scored part. */
function scoreEach(contestant: Contestant, { trace, seed, scoreFrom }: Split): Point[] {
  const { policy, version, candidates } = contestant;
  return candidates.map((candidate) => {
    const { dollars, attainment } = simulate({ trace, seed, scoreFrom, ...runOf(contestant, candidate) });
    return { policy, version, setting: candidate.setting, dollars, attainment };
  });
}

/** The cheapest setting that attains what is wanted; the one that attains most when none does. */
function tune(contestant: Contestant, { first, seed }: Split): { candidate: Candidate; tuned: Report } {
  const tried = contestant.candidates.map((candidate) => ({
    candidate,
    tuned: simulate({ trace: asSeen(contestant, first), seed, ...runOf(contestant, candidate) }),
  }));
  const good = tried.filter(({ tuned }) => tuned.attainment >= WANTED_ATTAINMENT);
  const order =
    good.length > 0
      ? good.sort((a, b) => a.tuned.dollars - b.tuned.dollars)
      : tried.sort((a, b) => b.tuned.attainment - a.tuned.attainment || a.tuned.dollars - b.tuned.dollars);
  const [best] = order;
  if (!best) throw new Error(`${contestant.policy} has no setting`);
  return best;
}

function asSeen({ seesAllAlike = false }: Contestant, trace: Trace): Trace {
  return seesAllAlike ? trace.map((arrival) => ({ ...arrival, frames: 0, pixels: 0 })) : trace;
}

function runOf(
  { farm }: Contestant,
  { policy, scalePolicy }: Candidate,
): Pick<Parameters<typeof simulate>[0], 'policy' | 'farm' | 'scalePolicy'> {
  return { farm, policy, ...(scalePolicy ? { scalePolicy } : {}) };
}

async function solveBounds(
  { objectiveSeconds, dt }: Assignment,
  { trace, scoreFrom }: Split,
  pools: readonly number[],
): Promise<Record<string, BoundFigures>> {
  const jobs = trace
    .filter(({ at }) => at >= scoreFrom)
    .map(({ at, service }): BoundJob => ({ at, service, within: objectiveSeconds }));
  const hours = ((trace.at(-1)?.at ?? 0) - scoreFrom) / 3_600;
  const bounds: Record<string, BoundFigures> = {};
  for (const warm of pools) {
    const { bootSeconds, warmBootSeconds, hourlyDollars, warmShare } = toFarm({ warm });
    const pool = warm > 0 ? { warm: { slots: warm, bootSeconds: warmBootSeconds } } : {};
    const { machineSeconds, bins, solveMs } = await solveLowerBound(jobs, {
      bootSeconds,
      dt,
      openStart: scoreFrom,
      ...pool,
    });
    const instanceHours = machineSeconds / 3_600;
    const dollars = (instanceHours + warm * warmShare * hours) * hourlyDollars;
    bounds[warm] = { dollars, instanceHours, bins, solveMs };
  }
  return bounds;
}

function priceZeroWait({ warm }: Assignment, { trace, scoreFrom }: Split): number {
  const { bootSeconds, warmBootSeconds, hourlyDollars, warmShare } = toFarm({ warm });
  const rest = trace.filter(({ at }) => at >= scoreFrom).map(({ at, service }) => ({ from: at, to: at + service }));
  const seconds = zeroWaitSeconds(rest, (level) => (level < warm ? warmBootSeconds : bootSeconds));
  const hours = ((trace.at(-1)?.at ?? 0) - scoreFrom) / 3_600;
  return (seconds / 3_600 + warm * warmShare * hours) * hourlyDollars;
}

function priceWork({ trace, scoreFrom }: Split): number {
  return (workOf(trace.filter(({ at }) => at >= scoreFrom)) / 3_600) * toFarm().hourlyDollars;
}
