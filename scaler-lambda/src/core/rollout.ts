/**
 * Machines that are not what a new one would be: another template, agent or engine version. They are replaced a share of the fleet at a time, never by
 * an instance refresh. While nothing waits the idle ones are parked. While work waits, as many new ones are bought first and the old ones are parked
 * when those serve: a busy one finishes its task and takes no other. Only a pool at its cap gives one away before it gets one. Pure.
 */
import { type Instance } from '@reelyard/contracts';
import { Caps } from './caps.ts';
import { type Decision, type Plan } from './decision.ts';
import { type PoolPolicy, type ScalePolicy } from './policy.ts';
import { type GroupView, type MemberView, type Rollout, type Sight, type Wanted } from './snapshot.ts';

type Act = Extract<Plan, { kind: 'act' }>;

const noRollout: Rollout = { bought: {}, leaving: [] };

/** Ids of machines that serve, or stand in a warm pool, and are outdated. A stopped one installs agent and engine anew as it starts. */
export function outdatedOf({
  groups,
  instances,
  wanted,
}: Pick<Sight, 'groups' | 'instances' | 'wanted'>): ReadonlySet<string> {
  const rows = new Map(instances.map((row) => [row.id, row]));
  const ids = groups.flatMap((group) =>
    group.members.filter((member) => isOutdated(member, group, rows.get(member.id), wanted)).map(({ id }) => id),
  );
  return new Set(ids);
}

function isOutdated(
  member: MemberView,
  group: GroupView,
  row: Instance | undefined,
  wanted: Wanted | undefined,
): boolean {
  if (member.lifecycle !== 'InService' && member.lifecycle !== 'Warmed:Stopped') return false;
  const [is, shouldBe] = [member.templateVersion, group.templateVersion];
  if (is !== undefined && shouldBe !== undefined && is !== shouldBe) return true;
  return member.lifecycle === 'InService' && row !== undefined && wanted !== undefined && hasOldPackages(row, wanted);
}

/** What booted since the parameters were written has what they say, whatever its agent calls itself: another boot would change nothing. */
function hasOldPackages({ boot, agent }: Instance, wanted: Wanted): boolean {
  const installedAt = boot.commandSentAt ?? boot.launchedAt;
  if (!agent || installedAt > (wanted.changedAt ?? Infinity)) return false;
  if (wanted.agentVersion !== undefined && agent.agentVersion < wanted.agentVersion) return true;
  return agent.engine?.name === wanted.engine?.name && agent.engine?.version !== wanted.engine?.version;
}

/** The law's plan with what the rollout adds to it, and without what would undo it. */
export function withRollout(plan: Act, sight: Sight, policy: ScalePolicy): Act {
  const outdated = outdatedOf(sight);
  const before = sight.memory.rollout ?? noRollout;
  if (outdated.size === 0 && before.leaving.length === 0) return plan;
  const leaving = before.leaving.filter((id) => outdated.has(id));
  const kept = plan.decisions.filter((each) => each.kind !== 'unpark' || !leaving.includes(each.instance));
  const steps = policy.pools.flatMap((pool) => {
    const group = sight.groups.find((each) => each.pool === pool.name);
    return group ? [new Step({ pool, group, outdated, leaving, kept, plan, sight, policy }).take(before)] : [];
  });
  const added = steps.flatMap(({ decisions }) => decisions);
  const parked = added.flatMap((each) => (each.kind === 'park' ? [each.instance] : []));
  const bought = Object.fromEntries(steps.flatMap(({ name, bought: count }) => (count > 0 ? [[name, count]] : [])));
  const decisions = [...kept, ...added];
  const rollout = { bought, leaving: [...leaving, ...parked] };
  return { ...plan, decisions, because: decisions[0]?.because ?? plan.because, memory: { ...plan.memory, rollout } };
}

interface StepParts {
  pool: PoolPolicy;
  group: GroupView;
  outdated: ReadonlySet<string>;
  leaving: readonly string[];
  kept: readonly Decision[];
  plan: Act;
  sight: Sight;
  policy: ScalePolicy;
}

interface Taken {
  name: string;
  decisions: Decision[];
  /** New machines that are to replace old ones when they serve. */
  bought: number;
}

/** One pool's part of a tick. */
class Step {
  readonly #parts: StepParts;

  constructor(parts: StepParts) {
    this.#parts = parts;
  }

  take({ bought }: Rollout): Taken {
    const { pool, plan } = this.#parts;
    const name = pool.name;
    const warm = this.#refillWarm();
    const due = bought[name] ?? 0;
    if (due > 0) {
      const isThere = (plan.pools[name]?.pending ?? 0) === 0;
      return { name, decisions: [...warm, ...(isThere ? this.#park(due, false) : [])], bought: isThere ? 0 : due };
    }
    const room = this.#countRoom();
    if (room <= 0) return { name, decisions: warm, bought: 0 };
    if (plan.demand === 0 && this.#isAboveFloor())
      return { name, decisions: [...warm, ...this.#park(room, true)], bought: 0 };
    const grow = this.#grow(room);
    if (grow) return { name, decisions: [...warm, grow], bought: grow.by };
    // At its cap, or about to grow for work: one at a time, or none.
    const isCapped = !this.#parts.kept.some((each) => each.kind === 'grow' && each.pool === name);
    return { name, decisions: [...warm, ...(isCapped ? this.#park(1, false) : [])], bought: 0 };
  }

  #serving(): Instance[] {
    const ids = new Set(
      this.#parts.group.members.filter(({ lifecycle }) => lifecycle === 'InService').map(({ id }) => id),
    );
    return this.#parts.sight.instances.filter(({ id, agent }) => ids.has(id) && agent);
  }

  /** How many more may be on their way out. */
  #countRoom(): number {
    const { outdated, policy } = this.#parts;
    const serving = this.#serving();
    const old = serving.filter(({ id }) => outdated.has(id));
    const going = old.filter(({ directive }) => directive.kind !== 'work').length;
    const limit = Math.max(1, Math.floor(policy.replaceShare * serving.length));
    return Math.min(limit - going, old.length - going);
  }

  #isAboveFloor(): boolean {
    const { pool, group } = this.#parts;
    const going = this.#serving().filter(({ directive }) => directive.kind !== 'work').length;
    return group.desired - going > pool.min;
  }

  /** Idle ones first; busy ones, unless only idle ones are asked for, finish what they do. */
  #park(count: number, isIdleOnly: boolean): Decision[] {
    const { outdated, kept, pool } = this.#parts;
    const named = new Set(kept.flatMap((each) => ('instance' in each ? [each.instance] : [])));
    const candidates = this.#serving()
      .filter(({ id, directive }) => outdated.has(id) && directive.kind === 'work' && !named.has(id))
      .filter((row) => !isIdleOnly || !isBusy(row))
      .sort((a, b) => Number(isBusy(a)) - Number(isBusy(b)) || (a.id < b.id ? -1 : 1));
    return candidates
      .slice(0, count)
      .map(({ id }) => ({ kind: 'park', pool: pool.name, instance: id, because: 'outdated, to be replaced' }));
  }

  /** Undefined where the pool may not grow, or grows for work already. */
  #grow(count: number): Extract<Decision, { kind: 'grow' }> | undefined {
    const { pool, group, kept, sight, policy } = this.#parts;
    if (kept.some((each) => each.kind === 'grow')) return undefined;
    const caps = new Caps(policy, sight);
    let by = 0;
    for (; by < count && caps.findBinding(pool) === undefined; by += 1) caps.take(pool);
    const because = `in place of ${by} outdated`;
    return by === 0 ? undefined : { kind: 'grow', pool: pool.name, by, to: group.desired + by, because };
  }

  /** Stopped machines of an old template: the group refills its warm pool with new ones. Never while it is refilling. */
  #refillWarm(): Decision[] {
    const { group, outdated, policy, pool } = this.#parts;
    const warm = group.members.filter(({ lifecycle }) => lifecycle.startsWith('Warmed'));
    if (warm.some(({ lifecycle }) => lifecycle !== 'Warmed:Stopped')) return [];
    const limit = Math.max(1, Math.floor(policy.replaceShare * warm.length));
    const old = warm.filter(({ id }) => outdated.has(id)).slice(0, limit);
    return old.map(({ id }) => ({
      kind: 'terminate',
      pool: pool.name,
      instance: id,
      because: 'outdated in the warm pool',
    }));
  }
}

function isBusy({ agent }: Instance): boolean {
  return (agent?.tasks.length ?? 0) > 0 || agent?.state === 'busy';
}
