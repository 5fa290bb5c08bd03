/** Counters of days summed into what was asked for. Pure. */
import { type KeyMode, type Lane, type UsageGroup } from '@reelyard/contracts';
import { groupBy } from './group-by.ts';

interface Sums {
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
  readonly renderedMs: number;
  readonly instanceMs: number;
  readonly lostMs: number;
  readonly microUsd: number;
}

/** Counters of one day, lane, mode and key. */
interface Row extends Sums {
  readonly day: string;
  readonly lane: Lane;
  readonly mode: KeyMode;
  readonly key: string;
}

export function sumUsage(rows: readonly Row[], by: UsageGroup): Record<string, unknown>[] {
  const groups = [...groupBy(rows, (row) => `${row[by]} ${row.mode}`).entries()];
  return groups
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      return first ? [{ [by]: first[by], mode: first.mode, ...sumsOf(group) }] : [];
    });
}

function sumsOf(rows: readonly Row[]): Record<string, unknown> {
  const total = (field: keyof Sums): number => rows.reduce((sum, row) => sum + row[field], 0);
  const seconds = (field: keyof Sums): number => Math.round(total(field) / 100) / 10;
  return {
    jobs: { succeeded: total('succeeded'), failed: total('failed'), canceled: total('canceled') },
    renderedSeconds: seconds('renderedMs'),
    instanceSeconds: seconds('instanceMs'),
    lostSeconds: seconds('lostMs'),
    usd: total('microUsd') / 1_000_000,
  };
}
