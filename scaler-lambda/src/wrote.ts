/** Desired capacity as this tick leaves it: what was seen, raised or restored, less what was ended. Anything else next time was somebody else. */
import { type Sight } from './core/index.ts';
import { type Outcome } from './outcome.ts';

/** What stands in a warm pool is no part of desired capacity. */
function isWarmed(groups: Sight['groups'], instance: string): boolean {
  return groups.some(({ members }) =>
    members.some(({ id, lifecycle }) => id === instance && lifecycle.startsWith('Warmed')),
  );
}

export function wroteBy({ groups }: Sight, outcomes: readonly Outcome[]): Record<string, number> {
  const wrote = new Map(groups.map(({ pool, desired }) => [pool, desired]));
  const done = outcomes.flatMap(({ decision, outcome }) => (outcome === 'done' ? [decision] : []));
  for (const each of done) if (each.kind === 'grow' || each.kind === 'restore') wrote.set(each.pool, each.to);
  for (const each of done)
    if (each.kind === 'terminate' && !isWarmed(groups, each.instance))
      wrote.set(each.pool, (wrote.get(each.pool) ?? 1) - 1);
  return Object.fromEntries(wrote);
}
