/**
 * The farm in virtual time: arrivals, claims, service, boots, interruptions, ends. Pure given trace, farm, seed and driver.
 * Invariants: a task ends once; a machine works on one task at a time; every machine is billed from its launch to its end.
 */
import { type Farm } from '../farm.ts';
import { type Arrival, type Trace } from '../trace.ts';
import { Chance } from './chance.ts';
import { type Driver, type World } from './driver.ts';
import { EventQueue } from './event-queue.ts';
import { Group, type Slot } from './group.ts';
import { IdleMachines } from './idle-machines.ts';
import { isStanding, type Machine, type Place } from './machine.ts';
import { type Task, TaskQueue } from './task-queue.ts';

/** Nobody who has not served everything by then will. */
const PATIENCE_SECONDS = 7 * 86_400;
const NOTICE_SECONDS = 120;
/** An agent that was warned finishes what ends this long before the end. */
const NOTICE_MARGIN_SECONDS = 10;

/** Seconds that are billed. */
export interface Spell {
  from: number;
  to: number;
}

export interface History {
  tasks: Task[];
  machines: Machine[];
  refills: Spell[];
  /** When the run was over. */
  endedAt: number;
}

export class Kernel implements World {
  readonly events = new EventQueue();
  readonly queue = new TaskQueue();
  readonly farm: Farm;
  readonly groups: Group[];
  /** Not ended. */
  readonly alive = new Set<Machine>();
  /** Every launch. */
  readonly machines: Machine[] = [];
  readonly tasks: Task[];
  /** Boots of machines that only fill the shelf. */
  readonly refills: Spell[] = [];
  /** Leases of machines that vanished. */
  lostLeases = 0;
  readonly chance: Chance;
  readonly #driver: Driver;
  readonly #idle: IdleMachines;
  #open: number;

  constructor(trace: Trace, farm: Farm, seed: number, driver: Driver) {
    this.farm = farm;
    this.#driver = driver;
    this.groups = [new Group('on-demand', farm), ...(farm.spot ? [new Group('spot', farm)] : [])];
    this.chance = new Chance(farm, seed);
    this.#idle = new IdleMachines(this.chance.pick);
    this.tasks = trace.map((arrival, n) => this.#newTask(n, arrival));
    this.#open = this.tasks.length;
  }

  #newTask(n: number, arrival: Arrival): Task {
    return { n, arrival, progressFactor: this.chance.progressFactor(), lostRuns: 0 };
  }

  get now(): number {
    return this.events.now;
  }

  run(): History {
    const limit = (this.tasks.at(-1)?.arrival.at ?? 0) + PATIENCE_SECONDS;
    this.#expect(0);
    this.#driver.start(this);
    while (this.#open > 0 && (this.events.peekAt() ?? Infinity) <= limit) this.events.step();
    for (const machine of this.alive) machine.endedAt = this.now;
    return { tasks: this.tasks, machines: this.machines, refills: this.refills, endedAt: this.now };
  }

  /** The group launches what is missing. */
  setDesired(group: Group, desired: number): void {
    group.desired = desired;
    this.fill(group);
  }

  fill(group: Group): void {
    for (let missing = group.desired - group.standing; missing > 0; missing -= 1) {
      const slot = group.findFreeSlot(this.now);
      if (slot) this.#launchWarm(group, slot);
      else if (!this.#launchCold(group)) return;
    }
  }

  /** Ends the machine after `seconds`; a run that is under way is lost. It is no part of its group from now on. */
  terminate(machine: Machine, seconds = this.farm.terminateSeconds): void {
    if (!isStanding(machine)) return;
    const isSound = machine.state !== 'failed';
    this.#loseRun(machine, 0);
    machine.state = 'terminating';
    this.#idle.settle(machine);
    this.events.after(seconds, () => this.#end(machine, isSound));
  }

  /** Whether the machine takes tasks from now on. */
  setReceiving(machine: Machine, isReceiving: boolean): void {
    machine.isReceiving = isReceiving;
    this.#idle.settle(machine);
    this.#dispatch();
  }

  #expect(n: number): void {
    const task = this.tasks[n];
    if (!task) return;
    this.events.push(task.arrival.at, () => {
      this.#expect(n + 1);
      this.queue.add(task);
      this.#dispatch();
      this.#driver.accepted?.();
    });
  }

  #launchWarm(group: Group, slot: Slot): void {
    slot.freeAt = Infinity;
    this.#launch(group, { id: slot.id, place: slot.place, origin: 'warm', hasSlot: true });
  }

  #launchCold(group: Group): boolean {
    const place = group.nextPlace();
    if (!group.isShort(place, this.now)) {
      this.#launch(group, { id: group.nextId(), place, origin: 'cold', hasSlot: false });
      return true;
    }
    this.#driver.refused?.({ pool: group.pool, at: this.now, place });
    this.#retry(group);
    return false;
  }

  #retry(group: Group): void {
    if (group.isRetrying) return;
    group.isRetrying = true;
    this.events.after(this.farm.retrySeconds, () => {
      group.isRetrying = false;
      this.fill(group);
    });
  }

  #launch(group: Group, what: { id: string; place: Place; origin: Machine['origin']; hasSlot: boolean }): void {
    const { pool, purchase } = group;
    const machine: Machine = {
      ...what,
      pool,
      purchase,
      state: 'booting',
      launchedAt: this.now,
      isReceiving: true,
      isDoomed: false,
      runs: 0,
    };
    this.machines.push(machine);
    this.alive.add(machine);
    group.machines.add(machine);
    this.#driver.launched?.(machine);
    const boot = this.chance.drawBoot(what.origin);
    this.events.after(boot.seconds, () => this.#finishBoot(machine, boot.willFail));
    const end = this.chance.drawInterruption(purchase);
    if (end) this.events.after(end.afterSeconds, () => this.#threaten(machine, end.isAnnounced));
  }

  #finishBoot(machine: Machine, hasFailed: boolean): void {
    if (machine.state !== 'booting') return;
    this.#driver.changing?.(machine);
    machine.state = hasFailed ? 'failed' : 'serving';
    if (hasFailed) {
      this.#driver.bootFailed(machine);
      return;
    }
    machine.readyAt = this.now;
    this.#driver.changed?.(machine);
    this.#idle.settle(machine);
    this.#dispatch();
  }

  #threaten(machine: Machine, isAnnounced: boolean): void {
    if (isAnnounced) this.#announce(machine);
    else this.#interrupt(machine);
  }

  #announce(machine: Machine): void {
    if (machine.state === 'ended') return;
    const endsAt = this.now + NOTICE_SECONDS;
    const { run } = machine;
    const fits = run && run.startedAt + run.task.arrival.service <= endsAt - NOTICE_MARGIN_SECONDS;
    this.#driver.changing?.(machine);
    machine.isReceiving = false;
    machine.isDoomed = true;
    if (run && !fits) this.#loseRun(machine, 0);
    this.#driver.changed?.(machine);
    this.#idle.settle(machine);
    this.#dispatch();
    this.events.push(endsAt, () => this.#interrupt(machine));
  }

  #interrupt(machine: Machine): void {
    if (machine.state === 'ended') return;
    this.#loseRun(machine, this.farm.leaseSeconds);
    this.#end(machine, false);
    const group = this.groupOf(machine);
    if (group) this.fill(group);
  }

  groupOf({ pool }: Machine): Group | undefined {
    return this.groups.find((group) => group.pool === pool);
  }

  #loseRun(machine: Machine, afterSeconds: number): void {
    const { run } = machine;
    if (!run) return;
    delete machine.run;
    run.task.lostRuns += 1;
    if (afterSeconds > 0) this.lostLeases += 1;
    this.events.after(afterSeconds, () => {
      if (afterSeconds > 0) this.lostLeases -= 1;
      this.queue.add(run.task);
      this.#dispatch();
    });
  }

  /** @param isOrderly scaled in, so that a warm machine goes back to the shelf; one that vanished is replaced by a cold boot */
  #end(machine: Machine, isOrderly: boolean): void {
    if (machine.state === 'ended') return;
    machine.state = 'ended';
    machine.endedAt = this.now;
    this.#idle.settle(machine);
    this.alive.delete(machine);
    const group = this.groupOf(machine);
    group?.machines.delete(machine);
    const slot = machine.hasSlot ? group?.slots.find(({ id }) => id === machine.id) : undefined;
    if (slot && isOrderly) slot.freeAt = this.now + this.farm.stopSeconds;
    this.#driver.ended?.(machine);
    if (group && slot && !isOrderly) this.#refill(group, slot);
  }

  /** Another machine boots in its place, is billed for that, and stops. */
  #refill(group: Group, slot: Slot): void {
    slot.id = group.nextId();
    slot.freeAt = this.now + this.farm.bootSeconds;
    this.refills.push({ from: this.now, to: slot.freeAt });
    this.#driver.refilled?.(group, slot);
  }

  #dispatch(): void {
    while (!this.#idle.isEmpty) {
      const task = this.queue.take();
      if (!task) return;
      this.#claim(this.#idle.pick(), task);
    }
  }

  #claim(machine: Machine, task: Task): void {
    this.#driver.changing?.(machine);
    task.startedAt ??= this.now;
    const run = { task, startedAt: this.now };
    machine.run = run;
    machine.runs += 1;
    this.#idle.settle(machine);
    this.#driver.changed?.(machine);
    this.events.after(task.arrival.service, () => {
      if (machine.run === run) this.#finish(machine, task);
    });
  }

  #finish(machine: Machine, task: Task): void {
    this.#driver.changing?.(machine);
    this.#driver.served?.(machine);
    delete machine.run;
    task.endedAt = this.now;
    this.#open -= 1;
    this.#driver.changed?.(machine);
    this.#idle.settle(machine);
    this.#dispatch();
  }
}
