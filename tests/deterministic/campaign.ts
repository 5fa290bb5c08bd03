/** Many seeds, and what they showed together: a run in which a transition or a kind of fault never happened proves nothing about it. */
import { createHash } from 'node:crypto';
import { TRANSITION_IDS } from '../../packages/ledger/src/conformance/transition-names.ts';
import { type FaultKind, FAULT_KINDS } from './plan.ts';
import { makePlan } from './make-plan.ts';
import { TELLINGS } from './planned-receiver.ts';
import { type Finding, runPlan } from './run-plan.ts';

export interface Failure {
  readonly seed: number;
  readonly findings: readonly Finding[];
}

export interface Campaign {
  readonly seeds: number;
  /** Over the hashes of all histories. */
  readonly hash: string;
  readonly failures: readonly Failure[];
  readonly transitions: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** What happened to webhooks. */
  readonly tellings: Readonly<Record<string, number>>;
  readonly steps: number;
  readonly lines: number;
  readonly virtualHours: number;
}

export interface CampaignOptions {
  readonly first: number;
  readonly count: number;
  readonly kinds: readonly FaultKind[];
  /** Every so many seeds one is lived twice. */
  readonly twiceEvery: number;
  /** Failing seeds after which it is enough. */
  readonly enough: number;
  onSeed?(done: number, failures: number): void;
}

export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const hash = createHash('sha256');
  const totals = { steps: 0, lines: 0, virtualMs: 0 };
  const transitions = zeros(TRANSITION_IDS);
  const faults = zeros(FAULT_KINDS);
  const tellings = zeros(TELLINGS);
  const failures: Failure[] = [];
  let seeds = 0;
  while (seeds < options.count && failures.length < options.enough) {
    const seed = options.first + seeds;
    seeds += 1;
    const outcome = await runPlan(makePlan(seed, options.kinds));
    hash.update(outcome.hash);
    totals.steps += outcome.steps;
    totals.lines += outcome.history.length;
    totals.virtualMs += outcome.virtualMs;
    add(transitions, outcome.transitions);
    add(faults, outcome.faults);
    add(tellings, outcome.tellings);
    const findings = [...outcome.findings, ...(await livedTwice(seed, outcome.hash, options))];
    if (findings.length > 0) failures.push({ seed, findings });
    options.onSeed?.(seeds, failures.length);
  }
  const { steps, lines, virtualMs } = totals;
  return {
    ...{ seeds, hash: hash.digest('hex').slice(0, 32), failures, transitions, faults, tellings },
    ...{ steps, lines, virtualHours: Math.round(virtualMs / 360_000) / 10 },
  };
}

/** What a farm did not show although it was to; fault kinds that were left out are not asked for. */
export function missingOf({ transitions, faults, tellings }: Campaign, kinds: readonly FaultKind[]): string[] {
  const never = (counts: Readonly<Record<string, number>>, names: readonly string[]): string[] =>
    names.filter((name) => (counts[name] ?? 0) === 0);
  return [...never(transitions, TRANSITION_IDS), ...never(faults, kinds), ...never(tellings, TELLINGS)];
}

async function livedTwice(seed: number, hash: string, { twiceEvery, kinds }: CampaignOptions): Promise<Finding[]> {
  if (seed % twiceEvery !== 0) return [];
  const again = await runPlan(makePlan(seed, kinds));
  if (again.hash === hash) return [];
  return [{ property: 'determinism', because: `lived twice, its hashes are ${hash} and ${again.hash}`, lines: [] }];
}

const zeros = (names: readonly string[]): Record<string, number> => Object.fromEntries(names.map((name) => [name, 0]));

function add(sums: Record<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [name, times] of counts) sums[name] = (sums[name] ?? 0) + times;
}
