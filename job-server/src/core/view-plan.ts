/** A job that could be accepted, as its dry run shows it. */
import { type PlannedTask, compositionLength, ticksPerSecond } from '@reelyard/contracts';
import { type SubmitPlan } from './decide-submit.ts';
import { type Prices } from './cost.ts';
import { planning } from './plan-tasks.ts';

/** What an estimate of dollars comes from: the scaler's prior of a task, what it has measured since, and what pools cost. */
export interface Tariff {
  readonly prices: Prices;
  readonly taskPrior: { readonly overheadMs: number; readonly megapixelFrameMs: number };
  /** By engine, and `*`: measured over prior. */
  readonly ratios: Readonly<Record<string, number>>;
}

export function viewPlan(plan: SubmitPlan, tariff?: Tariff): Record<string, unknown> {
  const { lane, engine, notBefore, deadlineAt, composition, tasks } = plan;
  const length = composition === undefined ? undefined : compositionLength(composition.canonical);
  const renders = tasks.filter(({ kind }) => kind === 'render');
  return {
    lane,
    engine: engine.name,
    notBefore: new Date(notBefore).toISOString(),
    deadline: new Date(deadlineAt).toISOString(),
    ...(composition === undefined ? {} : { composition: composition.canonical }),
    lengthSeconds: length === undefined ? null : length / ticksPerSecond,
    tasks: { render: renders.length, assemble: tasks.length - renders.length },
    estimate: {
      frames: renders.reduce((sum, { features }) => sum + features.frames, 0),
      renderSeconds: Math.round(renders.reduce((sum, task) => sum + secondsOf(task), 0) * 10) / 10,
      ...(tariff === undefined ? {} : { usd: estimateUsd(renders, engine.name, tariff) }),
    },
  };
}

const secondsOf = ({ features: { frames, pixels } }: PlannedTask): number => frames * pixels * planning.secondsPerPixel;

/** At the cheapest pool's price and at the dearest's. Undefined without prices. */
function estimateUsd(
  renders: readonly PlannedTask[],
  engine: string,
  { prices, taskPrior, ratios }: Tariff,
): object | undefined {
  const all = Object.values(prices);
  if (all.length === 0) return undefined;
  const msOf = ({ features: { frames, pixels } }: PlannedTask): number =>
    taskPrior.overheadMs + (frames * pixels * taskPrior.megapixelFrameMs) / 1_000_000;
  const ratio = ratios[engine] ?? ratios['*'] ?? 1;
  const hours = (ratio * renders.reduce((sum, task) => sum + msOf(task), 0)) / 3_600_000;
  const usd = (price: number): number => Math.round(hours * price * 1_000_000) / 1_000_000;
  return { low: usd(Math.min(...all)), high: usd(Math.max(...all)) };
}
