/** `reelyard simulate --replay LOG`: what the scaler decided, decided again, with the policy of then or a changed one. */
import { readFile } from 'node:fs/promises';
import {
  changePolicy,
  type LoggedTick,
  nameOf,
  type PolicyChange,
  type ReplayedTick,
  replayTick,
  TickReader,
} from '@reelyard/simulator';
import { CommandError, EXIT } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { readRecords } from '../plan/log-records.ts';
import { messageOf } from '../plan/message-of.ts';
import { type SimulateFlags } from './simulate-flags.ts';

export interface ReplayResult {
  log: string;
  /** Ticks whose snapshot is in the log. */
  ticks: number;
  /** Of those, decided otherwise now. */
  differing: number;
  /** Kind of decision → how many more (or fewer) of it. */
  byKind: Record<string, { dropped: number; added: number }>;
  differences: (Omit<ReplayedTick, 'now'> & { at: string })[];
}

const SHOWN = 50;

export async function replayLog(flags: SimulateFlags & { replay: string }, output: Output): Promise<void> {
  if (flags.trace !== undefined || flags.synthetic !== undefined)
    refuse('--replay is a run of its own: leave out --trace and --synthetic');
  const change = flags.policyFile === undefined ? undefined : await readChange(flags.policyFile);
  const result = await replayFile(flags.replay, change);
  output.result(result, toWords(result));
}

async function replayFile(log: string, change: PolicyChange | undefined): Promise<ReplayResult> {
  const result: ReplayResult = { log, ticks: 0, differing: 0, byKind: {}, differences: [] };
  const reader = new TickReader();
  try {
    for await (const record of readRecords(log)) {
      const tick = reader.take(record);
      if (tick) add(result, replayOne(tick, change));
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    refuse(`--replay ${log}: ${messageOf(error)}`);
  }
  if (result.ticks === 0)
    refuse(`--replay ${log}: no scaler.tick followed by its scaler.snapshot in it; the scaler logs it at debug`);
  return result;
}

function replayOne(tick: LoggedTick, change: PolicyChange | undefined): ReplayedTick {
  if (!tick.policy)
    throw new Error(`the snapshot of ${toInstant(tick.now)} does not hold the policy of then: the scaler is too old`);
  return replayTick(tick, change ? changePolicy(tick.policy, change) : tick.policy);
}

function add(result: ReplayResult, { now, ...tick }: ReplayedTick): void {
  result.ticks += 1;
  if (tick.dropped.length + tick.added.length === 0) return;
  result.differing += 1;
  result.differences.push({ at: toInstant(now), ...tick });
  for (const side of ['dropped', 'added'] as const)
    for (const { kind } of tick[side]) (result.byKind[kind] ??= { dropped: 0, added: 0 })[side] += 1;
}

async function readChange(file: string): Promise<PolicyChange> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object');
    return value;
  } catch (error) {
    return refuse(`--policy-file ${file}: ${messageOf(error)}`);
  }
}

/** Pure. */
export function toWords({ log, ticks, differing, byKind, differences }: ReplayResult): string {
  const head = `${log}: ${ticks} ticks, ${differing} decided otherwise`;
  const kinds = Object.entries(byKind).map(
    ([kind, { dropped, added }]) => `  ${kind.padEnd(10)} −${dropped}  +${added}`,
  );
  const lines = differences
    .slice(0, SHOWN)
    .flatMap(({ at, dropped, added }) => [
      at,
      ...dropped.map((each) => `  − ${nameOf(each)}: ${each.because}`),
      ...added.map((each) => `  + ${nameOf(each)}: ${each.because}`),
    ]);
  const more = differences.length > SHOWN ? [`… and ${differences.length - SHOWN} more ticks; --json has all`] : [];
  return [head, ...kinds, ...lines, ...more].join('\n');
}

function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}

function refuse(message: string): never {
  throw new CommandError(EXIT.usage, message);
}
