/**
 * What waits cost, in dollars, so that they can be weighed against machines. A start beyond its patience is worth the quickest boot and no more; a
 * late start within the budget likewise; beyond the budget it is worth several of the dearest boots; a task that nobody will
 * ever serve is worth any machine.
 */
import { lateLeft } from './budget.ts';
import { type ScalePolicy } from './policy.ts';
import { type Sight } from './snapshot.ts';
import { type Waits } from './timetable.ts';

const NEVER = 1e6;
/** Just more than a boot: one such wait is reason enough. */
const JUST = 1.001;

export interface Tariff {
  soft: number;
  /** Late starts that are cheap. */
  allowance: number;
  cheap: number;
  dear: number;
}

/** @param boots dollars of the machines that can be had, boot and switch */
export function tariffOf({ memory }: Sight, { dials, attainment }: ScalePolicy, boots: readonly number[]): Tariff {
  const [least, most] = [Math.min(...boots), Math.max(...boots)];
  return {
    soft: least * JUST,
    allowance: lateLeft(memory.budget, attainment) * dials.budgetShare,
    cheap: least * JUST,
    dear: most * dials.lateBoots,
  };
}

export function priceOf({ soft, late, never }: Waits, tariff: Tariff): number {
  const within = Math.min(late, tariff.allowance);
  return soft * tariff.soft + within * tariff.cheap + (late - within) * tariff.dear + never * NEVER;
}
