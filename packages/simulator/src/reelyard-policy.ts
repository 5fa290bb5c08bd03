/**
 * The farm's own scaler in virtual time: its core decides, and what it decides is carried out one to one. Invariant: nothing here judges; a
 * decision of the core that the farm would refuse is refused here too.
 */
import { absurd } from '@reelyard/contracts';
import {
  type Decision,
  emptyMemory,
  type LaunchFailure,
  type Memory,
  type Plan,
  planTick,
  type ScalePolicy,
  type Sight,
} from '@reelyard/scaler-lambda/core';
import { type Driver, type World } from './kernel/driver.ts';
import { type Group, type LaunchRefusal, type Slot } from './kernel/group.ts';
import { type Machine } from './kernel/machine.ts';
import { type Agent } from './reelyard/agent.ts';
import { toMs } from './reelyard/instant.ts';
import { Look } from './reelyard/look.ts';
import { Rows } from './reelyard/rows.ts';
import { TickClock, type TickEnd } from './reelyard/tick-clock.ts';

/** For whoever wants to watch: the tests, and a log that can be replayed. */
export type TickWitness = (sight: Sight, plan: Plan) => void;

export class ReelyardDriver implements Driver {
  readonly name = 'reelyard';
  readonly #policy: ScalePolicy;
  readonly #witness: TickWitness | undefined;
  readonly #rows = new Rows();
  readonly #look = new Look();
  #world: World | undefined;
  #clock: TickClock | undefined;
  #memory: Memory = emptyMemory;
  #failures: LaunchFailure[] = [];

  constructor(policy: ScalePolicy, witness?: TickWitness) {
    this.#policy = policy;
    this.#witness = witness;
  }

  start(world: World): void {
    this.#world = world;
    for (const group of world.groups) for (const slot of group.slots) this.#rows.stock(group, slot, 0);
    this.#clock = new TickClock(world.events, () => this.#tick(world));
    this.#clock.start();
  }

  accepted(): void {
    this.#clock?.kick();
  }

  launched(machine: Machine): void {
    this.#rows.launch(machine, this.#now);
  }

  changing(machine: Machine): void {
    this.#rows.agents.get(machine)?.catchUp(this.#now);
  }

  changed(machine: Machine): void {
    const agent = this.#rows.agents.get(machine);
    if (!agent) return;
    if (!agent.row.agent) this.#rows.boot(machine, this.#now);
    else if (agent.hasNews) this.#world?.events.push(agent.changeAt, () => this.#tellNews(agent));
  }

  served(machine: Machine): void {
    this.#rows.agents.get(machine)?.remember();
  }

  bootFailed(machine: Machine): void {
    this.#rows.failBoot(machine);
  }

  ended(machine: Machine): void {
    this.#rows.end(machine);
  }

  refilled(group: Group, slot: Slot): void {
    this.#rows.stock(group, slot, this.#now);
  }

  refused({ pool, at, place }: LaunchRefusal): void {
    const message = `no capacity for ${place.type} in ${place.zone}`;
    this.#failures.push({ pool, at: toMs(at), kind: 'insufficient-capacity', ...place, message });
  }

  get #now(): number {
    return this.#world?.now ?? 0;
  }

  #tellNews(agent: Agent): void {
    if (agent.machine.state !== 'serving') return;
    agent.catchUp(this.#now);
    if (agent.hasNews) this.#report(agent);
  }

  #report(agent: Agent): void {
    if (!agent.report(this.#now)) return;
    this.#world?.setReceiving(agent.machine, agent.isWorking && !agent.machine.isDoomed);
    agent.report(this.#now);
  }

  #tick(world: World): TickEnd {
    const sight = this.#look.see(world, this.#rows, this.#failures, this.#memory);
    const { plan } = planTick(sight, this.#policy, toMs(world.now));
    this.#witness?.(sight, plan);
    this.#failures = [];
    if (plan.kind === 'hold') return { isEmpty: false, isMoving: false };
    for (const decision of plan.decisions) this.#carryOut(world, decision);
    const wrote = Object.fromEntries(world.groups.map(({ pool, desired }) => [pool, desired]));
    this.#memory = { ...plan.memory, wrote };
    return { isEmpty: isEmpty(sight, plan), isMoving: isMoving(plan) };
  }

  #carryOut(world: World, decision: Decision): void {
    switch (decision.kind) {
      case 'grow':
      case 'restore': {
        const group = world.groups.find(({ pool }) => pool === decision.pool);
        if (group) world.setDesired(group, decision.to);
        return;
      }
      case 'park':
      case 'drain':
        return this.#direct(decision.instance, decision.kind);
      case 'unpark':
        return this.#direct(decision.instance, 'work');
      case 'terminate':
        return this.#terminate(world, decision.instance);
      case 'suspect':
        return;
      default:
        return absurd(decision);
    }
  }

  #direct(id: string, kind: 'work' | 'park' | 'drain'): void {
    const agent = this.#find(id);
    if (!agent || agent.machine.state !== 'serving') return;
    const { row } = agent;
    agent.row = { ...row, directive: { kind, epoch: row.directive.epoch + 1, at: toMs(this.#now) } };
    this.#world?.events.push(agent.nextBeatAt(this.#now), () => {
      if (agent.machine.state === 'serving') this.#report(agent);
    });
  }

  /** As the shell: only a drained agent's machine may end, or one that never got an agent. */
  #terminate(world: World, id: string): void {
    const agent = this.#find(id);
    const group = agent && world.groupOf(agent.machine);
    if (!agent || !group) return;
    const { machine, row } = agent;
    const isDrained = row.directive.kind === 'drain' && row.agent?.state === 'drained' && !machine.run;
    if (!isDrained && machine.state !== 'failed') throw new Error(`the core would end ${id}, which is not drained`);
    group.desired = Math.max(0, group.desired - 1);
    this.#rows.terminate(machine);
    world.terminate(machine);
  }

  #find(id: string): Agent | undefined {
    for (const agent of this.#rows.agents.values()) if (agent.machine.id === id) return agent;
    return undefined;
  }
}

/** As the shell's tick says it. */
function isEmpty({ groups, instances, leaseOwners }: Sight, plan: Plan): boolean {
  if (plan.kind === 'hold' || plan.demand > 0 || plan.decisions.length > 0) return false;
  const isQuiet = groups.every(
    ({ desired, members }) =>
      desired === 0 && members.every(({ lifecycle }) => /^Warmed:(Stopped|Hibernated)$/.test(lifecycle)),
  );
  return isQuiet && leaseOwners.length === 0 && instances.every(({ state }) => state === 'gone' || state === 'warm');
}

function isMoving(plan: Plan): boolean {
  if (plan.kind === 'hold') return false;
  const counts = Object.values(plan.pools);
  return (
    plan.decisions.length > 0 ||
    counts.some(({ pending, ready, parked, draining }) => pending + ready + parked + draining > 0)
  );
}
