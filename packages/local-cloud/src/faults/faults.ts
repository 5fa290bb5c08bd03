/**
 * The fault rules in force. Each rule draws from its own seeded random numbers, so a run with the same seed and the
 * same order of calls injects the same faults.
 *
 * Invariant: with no rule of a family in force, asking costs one comparison and draws nothing.
 */
import { callFaultKinds, type FaultKind, type FaultRule } from './rule.ts';
import { seededRandom } from './seeded-random.ts';

export interface Caller {
  service: string;
  action: string;
  accessKeyId: string;
  site?: string;
  /** The same each time that an SDK tries a call. */
  invocation?: string;
}

/** What happens to a call: wait `delayMs`, then `then`. */
export interface CallFate {
  delayMs: number;
  then:
    | 'proceed'
    | 'throttle'
    | 'error500'
    | 'partition'
    | 'never'
    | 'apply-then-reset'
    | 'apply-then-500'
    | 'kill'
    | 'apply-then-kill';
  ruleId?: string;
}

export type MessageFate = 'deliver' | 'drop' | 'duplicate' | 'reorder';

interface ActiveRule {
  rule: FaultRule;
  random: () => number;
  injected: number;
  seen: number;
  /** Invocations that were hit, of a rule that lasts until its caller gives up. */
  hit: Set<string>;
}

const callKinds = new Set<FaultKind>(callFaultKinds);
const messageFates: Partial<Record<FaultKind, MessageFate>> = {
  'drop-message': 'drop',
  'duplicate-message': 'duplicate',
  reorder: 'reorder',
};

export class Faults {
  readonly #rules = new Map<string, ActiveRule>();
  readonly #released = new Set<() => void>();
  #callRules: ActiveRule[] = [];
  #messageRules: ActiveRule[] = [];
  #conflictRules: ActiveRule[] = [];
  #lagRules: ActiveRule[] = [];

  /** A rule with a known id replaces it and starts its counts anew. */
  add(rule: FaultRule): void {
    this.#rules.set(rule.id, { rule, random: seededRandom(rule.seed ?? 1), injected: 0, seen: 0, hit: new Set() });
    this.#sort();
  }

  /** @returns whether there was such a rule. Calls held by `never` are let go (their connection is reset). */
  remove(id: string): boolean {
    const had = this.#rules.delete(id);
    this.#sort();
    this.releaseHeld();
    return had;
  }

  clear(): void {
    this.#rules.clear();
    this.#sort();
    this.releaseHeld();
  }

  list(): (FaultRule & { injected: number; seen: number })[] {
    return [...this.#rules.values()].map(({ rule, injected, seen }) => ({ ...rule, injected, seen }));
  }

  /** The fate of a call; undefined means nothing was injected. Delays add up, the first other rule that hits decides. */
  callFate(caller: Caller): CallFate | undefined {
    if (this.#callRules.length === 0) return undefined;
    let fate: CallFate | undefined;
    for (const active of this.#callRules) {
      if (!matchesCall(active.rule, caller) || !strikes(active, caller)) continue;
      fate ??= { delayMs: 0, then: 'proceed' };
      fate.ruleId = active.rule.id;
      if (active.rule.kind === 'delay') fate.delayMs += active.rule.ms ?? 0;
      else return { ...fate, then: verdict(active.rule) };
    }
    return fate;
  }

  /** What becomes of one message on its way into the queue. */
  messageFate(queueName: string): MessageFate {
    for (const active of this.#messageRules) {
      const { service, resource } = active.rule.match;
      if (service !== undefined && service !== 'sqs') continue;
      if (resource !== undefined && resource !== queueName) continue;
      if (draw(active)) return messageFates[active.rule.kind] ?? 'deliver';
    }
    return 'deliver';
  }

  /** Whether this write shall meet a transaction conflict. */
  hasTransactionConflict(caller: Caller): boolean {
    if (this.#conflictRules.length === 0) return false;
    return this.#conflictRules.some((active) => matchesCall(active.rule, caller) && draw(active));
  }

  /** How long an item that comes to a place in this index now stays unseen there, ms. */
  indexLagMs(table: string, index: string): number {
    for (const active of this.#lagRules) {
      const { service = 'dynamodb', resource = table } = active.rule.match;
      if (service !== 'dynamodb' || (resource !== table && resource !== `${table}/${index}`)) continue;
      if (draw(active)) return active.rule.ms ?? 0;
    }
    return 0;
  }

  /** Calls `release` when rules are removed or the server stops; `undo` forgets it. */
  hold(release: () => void): () => void {
    this.#released.add(release);
    return () => this.#released.delete(release);
  }

  releaseHeld(): void {
    const held = [...this.#released];
    this.#released.clear();
    for (const release of held) release();
  }

  #sort(): void {
    const all = [...this.#rules.values()];
    this.#callRules = all.filter(({ rule }) => callKinds.has(rule.kind));
    this.#messageRules = all.filter(({ rule }) => messageFates[rule.kind] !== undefined);
    this.#lagRules = all.filter(({ rule }) => rule.kind === 'index-lag');
    this.#conflictRules = all.filter(({ rule }) => rule.kind === 'transaction-conflict');
  }
}

function matchesCall({ match }: FaultRule, caller: Caller): boolean {
  if (match.service !== undefined && match.service !== caller.service) return false;
  if (match.action !== undefined && match.action !== caller.action) return false;
  if (match.site !== undefined && match.site !== (caller.site ?? '')) return false;
  return match.instanceOrKey === undefined || caller.accessKeyId.startsWith(match.instanceOrKey);
}

/** As `draw`, but a call that was hit before is hit again where the rule says so. */
function strikes(active: ActiveRule, { invocation = '' }: Caller): boolean {
  if (active.hit.has(invocation)) return true;
  if (!draw(active)) return false;
  if (active.rule.untilGivenUp === true && invocation !== '') active.hit.add(invocation);
  return true;
}

function draw(active: ActiveRule): boolean {
  const { rule } = active;
  if (rule.times !== undefined && active.injected >= rule.times) return false;
  active.seen += 1;
  if (active.seen <= (rule.after ?? 0)) return false;
  const percent = rule.match.percent ?? 100;
  if (percent < 100 && active.random() * 100 >= percent) return false;
  active.injected += 1;
  return true;
}

function verdict(rule: FaultRule): CallFate['then'] {
  switch (rule.kind) {
    case 'throttle':
    case 'error500':
    case 'partition':
    case 'never':
    case 'kill':
    case 'apply-then-kill':
      return rule.kind;
    case 'apply-then-fail':
      return rule.reply === 'error500' ? 'apply-then-500' : 'apply-then-reset';
    default:
      return 'proceed';
  }
}
