/** Seeds one after another until one of them fails, and that one made small. */
import { type Fault, type FaultKind, FAULT_KINDS, type Plan, type PlannedJob } from './plan.ts';
import { makePlan } from './make-plan.ts';
import { type Finding, type Outcome, runPlan } from './run-plan.ts';
import { shrink } from './shrink.ts';

export interface Catch {
  readonly seed: number;
  readonly property: string;
  readonly because: string;
  readonly plan: Plan;
  /** Lines of the small plan's history that prove it. */
  readonly lines: readonly string[];
  /** Of jobs and faults before and after, and runs in between. */
  readonly shrunkFrom: number;
  readonly shrunkTo: number;
  readonly runs: number;
}

export const sizeOf = ({ jobs, faults }: { jobs: readonly PlannedJob[]; faults: readonly Fault[] }): number =>
  jobs.length + faults.length;

/** What a plan broke, as small as it gets while it breaks the same property. */
export async function reduce(plan: Plan, finding: Finding): Promise<Catch> {
  const breaks = async (smaller: Plan): Promise<boolean> =>
    (await runPlan(smaller)).findings.some(({ property }) => property === finding.property);
  const { plan: smallest, runs } = await shrink(plan, breaks);
  const outcome = await runPlan(smallest);
  const found = outcome.findings.find(({ property }) => property === finding.property) ?? finding;
  return {
    ...{ seed: plan.seed, property: found.property, because: found.because, plan: smallest, runs },
    lines: linesOf(outcome, found),
    ...{ shrunkFrom: sizeOf(plan), shrunkTo: sizeOf(smallest) },
  };
}

/** @returns the first failing seed of the range, made small */
export async function hunt(
  first: number,
  count: number,
  kinds: readonly FaultKind[] = FAULT_KINDS,
): Promise<Catch | undefined> {
  for (let seed = first; seed < first + count; seed += 1) {
    const plan = makePlan(seed, kinds);
    const [finding] = (await runPlan(plan)).findings;
    if (finding) return reduce(plan, finding);
  }
  return undefined;
}

function linesOf({ history }: Outcome, { lines }: Finding): string[] {
  return [...new Set(lines)]
    .sort((a, b) => a - b)
    .flatMap((line) => (history[line - 1] ? [`${line}: ${JSON.stringify(history[line - 1])}`] : []));
}
