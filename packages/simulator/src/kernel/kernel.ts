/**
 * The farm in virtual time: arrivals, claims, service, boots, interruptions, ends. Pure given trace, farm, seed and driver.
 * Invariants: a task ends once; a machine works on one task at a time; every machine is billed from its launch to its end.
 */
import { randomExponential, randomLogNormal } from 'd3-random';
import { type Farm } from '../farm.ts';
import { createRandom, type Random } from '../random.ts';
import { type Trace } from '../trace.ts';
import { type Driver } from './driver.ts';
import { EventQueue } from './event-queue.ts';
import { Group, type Slot } from './group.ts';
import { isStanding, type Machine, type Place } from './machine.ts';
import { type Task, TaskQueue } from './task-queue.ts';

/** Nobody who has not served everything by then will. */
const PATIENCE_SECONDS = 7 * 86_400;
const NOTICE_SECONDS = 120;
/** An agent that was warned finishes what ends this long before the end. */
const NOTICE_MARGIN_SECONDS = 10;
const PROGRESS_SIGMA = 0.05;

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

export class Kernel {
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
  readonly pick: Random;
  readonly #driver: Driver;
  readonly #idle = new Set<Machine>();
  readonly #bootFails: Random;
  readonly #coldBoot: () => number;
  readonly #warmBoot: () => number;
  readonly #interruptions: Random;
  #open: number;

  constructor(trace: Trace, farm: Farm, seed: number, driver: Driver) {
    this.farm = farm;
    this.#driver = driver;
    this.groups = [new Group('on-demand', farm), ...(farm.spot ? [new Group('spot', farm)] : [])];
    this.pick = createRandom(seed, 'pick');
    this.#bootFails = createRandom(seed, 'boot-failures');
    const boots = randomLogNormal.source(createRandom(seed, 'boots'));
    this.#coldBoot = boots(Math.log(farm.bootSeconds), farm.bootSigma);
    this.#warmBoot = boots(Math.log(farm.warmBootSeconds), farm.bootSigma);
    this.#interruptions = createRandom(seed, 'interruptions');
    const factor = randomLogNormal.source(createRandom(seed, 'progress'))(0, PROGRESS_SIGMA);
    this.tasks = trace.map((arrival, n) => ({ n, arrival, progressFactor: factor(), lostRuns: 0 }));
    this.#open = this.tasks.length;
  }

  get now(): number {
    return this.events.now;
  }

  get runningCount(): number {
    let count = 0;
    for (const machine of this.alive) if (machine.run) count += 1;
    return count;
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
    this.#idle.delete(machine);
    this.events.after(seconds, () => this.#end(machine, isSound));
  }

  /** Whether the machine takes tasks from now on. */
  setReceiving(machine: Machine, isReceiving: boolean): void {
    machine.isReceiving = isReceiving;
    this.#settle(machine);
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
    const willFail = this.#bootFails() < this.farm.bootFailureShare;
    const boot = what.origin === 'warm' ? this.#warmBoot() : this.#coldBoot();
    this.events.after(boot, () => this.#finishBoot(machine, willFail));
    if (group.purchase === 'spot') this.#threaten(machine);
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
    this.#settle(machine);
    this.#dispatch();
  }

  #threaten(machine: Machine): void {
    const { hazardPerHour, noticeShare } = this.farm.spot ?? { hazardPerHour: 0, noticeShare: 0 };
    if (hazardPerHour <= 0) return;
    const at = randomExponential.source(this.#interruptions)(hazardPerHour / 3_600)();
    const isAnnounced = this.#interruptions() < noticeShare;
    this.events.after(at, () => (isAnnounced ? this.#announce(machine) : this.#interrupt(machine)));
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
    this.#settle(machine);
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
    this.#idle.delete(machine);
    this.alive.delete(machine);
    const group = this.groupOf(machine);
    group?.machines.delete(machine);
    const slot = machine.hasSlot ? group?.slots.find(({ id }) => id === machine.id) : undefined;
    if (slot && isOrderly) slot.freeAt = this.now + this.farm.stopSeconds;
    if (slot && !isOrderly) this.#refill(slot);
    this.#driver.ended?.(machine);
  }

  /** Another machine boots in its place, is billed for that, and stops. */
  #refill(slot: Slot): void {
    slot.freeAt = this.now + this.farm.bootSeconds;
    this.refills.push({ from: this.now, to: slot.freeAt });
  }

  #settle(machine: Machine): void {
    if (machine.state === 'serving' && machine.isReceiving && !machine.run) this.#idle.add(machine);
    else this.#idle.delete(machine);
  }

  #dispatch(): void {
    while (this.#idle.size > 0) {
      const task = this.queue.take();
      if (!task) return;
      this.#claim(this.#pickIdle(), task);
    }
  }

  /** Agents long-poll their queue: whose turn it is, is chance. */
  #pickIdle(): Machine {
    let left = Math.floor(this.pick() * this.#idle.size);
    for (const machine of this.#idle) {
      if (left === 0) return machine;
      left -= 1;
    }
    throw new Error('picked from no idle machine');
  }

  #claim(machine: Machine, task: Task): void {
    this.#driver.changing?.(machine);
    task.startedAt ??= this.now;
    const run = { task, startedAt: this.now };
    machine.run = run;
    machine.runs += 1;
    this.#idle.delete(machine);
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
    this.#settle(machine);
    this.#dispatch();
  }
}
