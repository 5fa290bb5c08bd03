/**
 * What one write may do, judged by the rows before and after it and by who wrote it. A history shows order only where it is sure; the table knows
 * it always, so this finds what a history leaves open. Each answer begins with the number of its property.
 */
import { type Item } from '@reelyard/ledger';
import { type Rows, violations } from '../../../packages/ledger/src/conformance/invariants.ts';
import { toTask } from '../../../packages/ledger/src/items/job-item.ts';

export interface Write {
  readonly before: Rows;
  readonly after: Rows;
  /** Process that asked for it. */
  readonly writer: string;
}

export function judgeWrite({ before, after, writer }: Write): string[] {
  const changed = after.tasks.flatMap((item) => {
    const earlier = before.tasks.find((other) => other.sk === item.sk);
    return earlier && earlier !== item ? [[earlier, item] as const] : [];
  });
  return [
    ...violations(before, after),
    ...changed.flatMap(([earlier, later]) => [...fenceLaw(earlier, later, writer), ...resultLaw(later)]),
  ];
}

const isAgent = (process: string): boolean => process.startsWith('i-');

/** S6: of agents only the owner ends a lease or moves it, but for T14. */
function fenceLaw(before: Item, after: Item, writer: string): string[] {
  if (before['state'] !== 'leased' || after['state'] === 'void' || !isAgent(writer)) return [];
  if (before['owner'] === writer) return [];
  return [`S6 ${writer} wrote ${String(after['state'])} into the lease of ${String(before['owner'])}`];
}

/** S9: a task is done by the files of the epoch that is written with it. */
function resultLaw(after: Item): string[] {
  const { state, epoch, artifacts = [] } = toTask(after);
  if (state !== 'done') return [];
  const foreign = artifacts.find(({ key }) => key.split('/').at(-2) !== String(epoch));
  return foreign ? [`S9 epoch ${epoch} shows ${foreign.key}`] : [];
}

/** S13: a seat that is held is given back by its holder and by nobody else. */
export function judgeSeat(before: Item | undefined, after: Item | undefined, writer: string): string[] {
  const holder = before?.['owner'];
  if (holder === undefined || holder === writer || after?.['owner'] !== undefined) return [];
  return [`S13 ${writer} gave back the seat of ${String(holder)}`];
}
