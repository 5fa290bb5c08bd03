/**
 * What no policy can be cheaper than: the least machine seconds of any farm, that knows the whole trace, in which every job starts within its
 * objective. See work-band.ts and capacity-program.ts for the derivation, docs/explanation/scaler-comparison.md for both together.
 *
 * It binds every run in which all jobs start within their objective, run on one machine from start to end, and a launch takes at least
 * `bootSeconds`. Where boots vary it binds in expectation: pass a boot that is not above the mean. A policy that lets a share of its jobs be
 * late may save their boots; what binds it, too, is `workSeconds`: letting one job in a hundred off in the program, in fractions, left no more
 * than 1.001 × the work of eight days of sessions.
 */
import { CapacityProgram, type MachineKind } from './capacity-program.ts';
import { findLaunchCuts, type LaunchCut } from './launch-cuts.ts';
import { loadSolver, type Row, type Solution, solve } from './linear-program.ts';
import { cutStretches, type Stretch } from './stretches.ts';
import { type BoundJob, buildWorkBand } from './work-band.ts';

export interface WarmKind {
  slots: number;
  bootSeconds: number;
}

export interface LowerBoundOptions {
  bootSeconds: number;
  /** Stopped machines: this many at a time need the short boot only. */
  warm?: WarmKind;
  /** Seconds of a bin; default 30. A smaller one is tighter, never wrong. */
  dt?: number;
  /** What was launched before this instant comes for free: the bound of a run of which only the rest is scored. */
  openStart?: number;
  /** Whole numbers of machines as cuts, in at most this many rounds; 0: the plain program. Default 4. */
  cutRounds?: number;
}

export interface LowerBound {
  machineSeconds: number;
  /** Of those, service: no farm pays less. */
  workSeconds: number;
  launches: number;
  bins: number;
  stretches: number;
  cuts: number;
  /** Wall clock of the solution. */
  solveMs: number;
}

const CUT_EPSILON = 1e-6;
const NOTHING: LowerBound = {
  machineSeconds: 0,
  workSeconds: 0,
  launches: 0,
  bins: 0,
  stretches: 0,
  cuts: 0,
  solveMs: 0,
};

export async function solveLowerBound(jobs: readonly BoundJob[], options: LowerBoundOptions): Promise<LowerBound> {
  if (jobs.length === 0) return NOTHING;
  const startedAt = performance.now();
  const stretches = cutStretches(buildWorkBand(jobs, options.dt ?? 30), splitSecondsOf(options));
  const sorted = [...jobs].sort((a, b) => a.at - b.at);
  const bound = { ...NOTHING, workSeconds: jobs.reduce((sum, { service }) => sum + service, 0) };
  let next = 0;
  for (const stretch of stretches) {
    const from = next;
    while ((sorted[next]?.at ?? Infinity) < (stretch.at(-1)?.to ?? 0)) next += 1;
    const solved = await solveStretch(stretch, sorted.slice(from, next), options);
    bound.machineSeconds += solved.machineSeconds;
    bound.launches += solved.launches;
    bound.cuts += solved.cuts;
    bound.bins += stretch.length;
  }
  return { ...bound, stretches: stretches.length, solveMs: performance.now() - startedAt };
}

type StretchBound = Pick<LowerBound, 'machineSeconds' | 'launches' | 'cuts'>;

async function solveStretch(
  stretch: Stretch,
  jobs: readonly BoundJob[],
  { openStart, cutRounds = 4, ...options }: LowerBoundOptions,
): Promise<StretchBound> {
  const highs = await loadSolver();
  const capacity = new CapacityProgram(stretch, {
    kinds: kindsOf(options),
    ...(openStart === undefined ? {} : { openStart: { at: openStart } }),
  });
  let open = cutRounds > 0 && !isOpenAt(stretch, openStart, options.bootSeconds) ? findLaunchCuts(stretch, jobs) : [];
  let cuts = 0;
  const findBroken = ({ values }: Solution): Row[] => {
    const isBroken = (cut: LaunchCut): boolean => capacity.countAtOnce(values, cut) < cut.machines - CUT_EPSILON;
    const broken = open.filter(isBroken);
    const known = new Set(broken);
    open = open.filter((cut) => !known.has(cut));
    cuts += broken.length;
    return broken.map((cut) => capacity.rowOf(cut));
  };
  const { objective, values } = solve(highs, capacity.program, findBroken, cutRounds);
  return { machineSeconds: objective, launches: capacity.countLaunches(values), cuts };
}

/** While machines may still come from before, what was launched when is not known: no cuts there. */
function isOpenAt(stretch: Stretch, openStart: number | undefined, bootSeconds: number): boolean {
  return openStart !== undefined && (stretch[0]?.from ?? 0) < openStart + bootSeconds;
}

export function kindsOf({ bootSeconds, warm }: Pick<LowerBoundOptions, 'bootSeconds' | 'warm'>): MachineKind[] {
  const cold = { bootSeconds };
  return warm && warm.slots > 0 ? [cold, { bootSeconds: warm.bootSeconds, most: warm.slots }] : [cold];
}

/** A gap at least as long as the longest boot. */
export function splitSecondsOf(options: Pick<LowerBoundOptions, 'bootSeconds' | 'warm'>): number {
  return Math.max(...kindsOf(options).map(({ bootSeconds }) => bootSeconds));
}
