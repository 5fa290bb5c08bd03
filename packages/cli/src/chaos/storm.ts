/** Injects what was planned, and counts only what really happened. Invariant: when `end` resolves every fault is over. */
import { type Recorder } from '@reelyard/ledger';
import { type Farm } from '../farm/start-farm.ts';
import { Calm } from './calm.ts';
import { type ControlDoor } from './control-door.ts';
import { type Dice } from './dice.ts';
import { isStrike, type FaultKind, type Strike, WEATHERS } from './fault-kinds.ts';
import { type FaultyProcesses } from './faulty-processes.ts';
import { type PlannedFault } from './plan-faults.ts';
import { type Field, pidOf, type StrikeTimes } from './strikes/field.ts';
import { ACTS } from './strikes/index.ts';

export interface StormParts {
  farm: Farm;
  door: ControlDoor;
  history: Recorder;
  dice: Dice;
  processes: FaultyProcesses;
  times: StrikeTimes;
  say: (text: string) => void;
}

const LOOK_AGAIN_MS = 1_000;

export class Storm {
  readonly counts: Record<string, number> = {};
  readonly #parts: StormParts;
  readonly #field: Field;
  readonly #calm = new Calm();
  readonly #rules = new Map<string, FaultKind>();
  readonly #underway = new Set<Promise<unknown>>();
  #spoiling = 0;

  constructor(parts: StormParts) {
    this.#parts = parts;
    const { farm, door, dice, processes, times } = parts;
    const hit = (kind: Strike, at: number, victim?: string): void => {
      parts.say(`${kind} ${victim ?? ''}`);
      this.#count(kind, 1, { since: at, ...(victim === undefined ? {} : { victim }) });
    };
    const own = {
      calm: this.#calm,
      taken: new Set<string>(),
      doomed: new Set<string>(),
      serverBackMs: [],
      isAbandoned: false,
      hit,
    };
    this.#field = { farm, door, dice, processes, times, ...own };
  }

  /** Kill to answer, in milliseconds. */
  get serverBackMs(): readonly number[] {
    return this.#field.serverBackMs;
  }

  /** What there is to strike at: so many machines with their agents, or as many as there are when time is up. */
  async untilMachines(least: number, giveUpMs: number): Promise<void> {
    const until = Date.now() + giveUpMs;
    while (Date.now() < until && (await this.#countMachines()) < least) await this.#calm.pause(LOOK_AGAIN_MS);
  }

  async #countMachines(): Promise<number> {
    return (await this.#parts.door.listRunning()).filter((machine) => pidOf(machine) !== undefined).length;
  }

  /** Resolves after the last planned fault, or soon after `end`. */
  async rage(planned: readonly PlannedFault[]): Promise<void> {
    const startedAt = Date.now();
    await Promise.all(planned.map((fault) => this.#keep(this.#inject(fault, startedAt))));
  }

  /** The farm is about to be stopped, whatever is under way. */
  abandon(): void {
    this.#field.isAbandoned = true;
    this.#calm.begin();
  }

  async end(): Promise<void> {
    this.#calm.begin();
    for (const id of [...this.#rules.keys()]) await this.#endRule(id);
    await Promise.all(this.#underway);
    if (this.#spoiling > 0) this.#count('no-capacity', this.#spoiling - (await this.#parts.door.endSpoiling()));
    this.#spoiling = 0;
  }

  #keep(work: Promise<unknown>): Promise<unknown> {
    this.#underway.add(work);
    return work.finally(() => this.#underway.delete(work));
  }

  async #inject(fault: PlannedFault, startedAt: number): Promise<void> {
    await this.#calm.pause(fault.atMs - (Date.now() - startedAt));
    if (this.#calm.isOver) return;
    if (isStrike(fault.kind)) return this.#strike(fault.kind);
    if (!('untilMs' in fault)) return;
    const id = `chaos-${fault.kind}-${fault.atMs}`;
    await this.#parts.door.addRule({ ...WEATHERS[fault.kind], id, seed: fault.seed });
    this.#rules.set(id, fault.kind);
    this.#parts.say(`${fault.kind} begins`);
    await this.#calm.pause(fault.untilMs - (Date.now() - startedAt));
    // What has hit nobody yet goes on until it has, or until all is over.
    while (!this.#calm.isOver && (await this.#parts.door.countHits(id)) === 0) await this.#calm.pause(LOOK_AGAIN_MS);
    await this.#endRule(id);
  }

  /** Until there was a victim. */
  async #strike(kind: Strike): Promise<void> {
    while (!this.#calm.isOver && !(await this.#hits(kind))) await this.#calm.pause(LOOK_AGAIN_MS);
    if (kind === 'no-capacity') this.#spoiling += 1;
  }

  /** A victim that is gone by the time of the strike is none. */
  async #hits(kind: Strike): Promise<boolean> {
    try {
      return await ACTS[kind](this.#field);
    } catch (error) {
      this.#parts.say(`${kind} missed: ${String(error)}`);
      return false;
    }
  }

  async #endRule(id: string): Promise<void> {
    const kind = this.#rules.get(id);
    if (kind === undefined) return;
    this.#rules.delete(id);
    this.#count(kind, await this.#parts.door.endRule(id), {});
  }

  #count(kind: FaultKind, times: number, facts: { since?: number; victim?: string } = {}): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + times;
    if (times > 0) this.#parts.history.note('fault', { kind, times, ...facts });
  }
}
