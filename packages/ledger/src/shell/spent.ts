/** What a task's attempts took, when one more of them ends. */
import { type Task, type TaskSpent } from '@reelyard/contracts';

/** @param cameToNothing false for the attempt whose commit ends the task */
export function spentAfter(
  { spent = [], leasedAt, pool = '' }: Pick<Task, 'spent' | 'leasedAt' | 'pool'>,
  now: number,
  cameToNothing: boolean,
): { spent?: TaskSpent[] } {
  if (leasedAt === undefined) return {};
  const ms = Math.max(0, now - leasedAt);
  const known = spent.find((item) => item.pool === pool) ?? { pool, ms: 0, lostMs: 0 };
  const after = { pool, ms: known.ms + ms, lostMs: known.lostMs + (cameToNothing ? ms : 0) };
  return { spent: [...spent.filter((item) => item.pool !== pool), after] };
}
