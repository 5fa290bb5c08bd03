/** Carries out a counting policy: it sees numbers of `lagSeconds` ago, and its group follows what it wants. */
import { type CapacityPolicy, type QueueView } from '../policy.ts';
import { type Driver, type World } from './driver.ts';
import { type Group } from './group.ts';
import { isStanding, type Machine } from './machine.ts';

export class CapacityDriver implements Driver {
  readonly name: string;
  readonly #policy: CapacityPolicy;
  #world: World | undefined;
  #served = { count: 0, seconds: 0 };

  constructor(policy: CapacityPolicy) {
    this.name = policy.name;
    this.#policy = policy;
  }

  start(world: World): void {
    this.#world = world;
    world.events.push(0, () => this.#look(world));
  }

  served({ run }: Machine): void {
    this.#served.count += 1;
    this.#served.seconds += run?.task.arrival.service ?? 0;
  }

  /** A machine that a scale-in waited for goes before it claims again. */
  changed(machine: Machine): void {
    const group = this.#group;
    if (!this.#world || !group || machine.run || machine.state !== 'serving') return;
    if (group.standing > group.desired) this.#world.terminate(machine);
  }

  bootFailed(machine: Machine): void {
    if (!this.#world || !this.#group) return;
    this.#world.terminate(machine, 0);
    this.#world.fill(this.#group);
  }

  get #group(): Group | undefined {
    return this.#world?.groups[0];
  }

  #look(world: World): void {
    const view = this.#see(world);
    world.events.after(this.#policy.lagSeconds, () => this.#decide(world, view));
    world.events.after(this.#policy.periodSeconds, () => this.#look(world));
  }

  #see({ now, queue, alive }: World): QueueView {
    const standing = [...alive].filter(isStanding);
    const booting = standing.filter(({ state }) => state === 'booting').length;
    const waiting = queue.count;
    const { count, seconds } = this.#served;
    return {
      at: now,
      waiting,
      running: standing.filter(({ run }) => run).length,
      machines: standing.length,
      booting,
      ready: standing.filter(({ state }) => state === 'serving').length,
      ...(count > 0 ? { backlogSeconds: (waiting * seconds) / count } : {}),
    };
  }

  #decide(world: World, view: QueueView): void {
    const wanted = this.#policy.decide(view);
    if (!Number.isFinite(wanted)) throw new Error(`policy ${this.name} wants ${wanted} machines at ${view.at} s`);
    const [group] = world.groups;
    if (!group) return;
    world.setDesired(group, Math.min(world.farm.maxInstances, Math.max(0, Math.round(wanted))));
    this.#trim(world, group);
  }

  #trim(world: World, group: Group): void {
    let surplus = group.standing - group.desired;
    if (surplus <= 0) return;
    for (const machine of this.#victims(world, group)) {
      if (surplus <= 0) return;
      world.terminate(machine);
      surplus -= 1;
    }
  }

  /** Protected: idle ones, then the newest that boot. Otherwise any, by chance. */
  #victims(world: World, group: Group): Machine[] {
    const standing = [...group.machines].filter(isStanding);
    if (!this.#policy.protectsBusy) return shuffle(standing, world.chance.pick);
    const booting = standing.filter(({ state }) => state === 'booting' || state === 'failed');
    return [...standing.filter(({ state, run }) => state === 'serving' && !run), ...booting.reverse()];
  }
}

/** Fisher–Yates. */
function shuffle<T>(items: T[], random: () => number): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [items[last], items[other]];
    if (a !== undefined && b !== undefined) [items[last], items[other]] = [b, a];
  }
  return items;
}
