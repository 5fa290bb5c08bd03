/**
 * One state with all that its moves need: the rows as a value, the clock, and the ways to emit a successor. A move is calm when a farm without faults
 * makes it; every other is a fault, a choice of a client, or a suspicion.
 */
import { type Item } from '@reelyard/ledger';
import { isEnded, type JobState } from '@reelyard/contracts';
import { type Asker, type Call } from './calls.ts';
import { type LedgerModel, type Result } from './ledger-model.ts';
import { type Rows } from './rows.ts';
import { AT, type AgentStates, type Configuration, type Look, TICKS } from './world.ts';

/** `next` is only lent. */
export type Emit = (next: Uint16Array, isCalm: boolean, found: readonly string[], label: () => string) => void;

/** Word and its new value, in turns. */
export type Edits = readonly number[];

export interface Setting {
  readonly config: Configuration;
  readonly ledger: LedgerModel;
  readonly agents: AgentStates;
  /** The first stands for none. */
  readonly looks: (Look | undefined)[];
  /** Where the words of the first agent are. */
  readonly agentsAt: number;
  /** Writes of a submit: the first, and the same request sent again under another id. */
  readonly submits: readonly number[];
  readonly artifactKey: (owner: string, epoch: number) => string;
}

const NOTHING: readonly string[] = [];

export class Turn implements Asker {
  readonly setting: Setting;
  readonly words: Uint16Array;
  readonly rows: Rows;
  readonly rowsId: number;
  readonly now: number;
  readonly isActive: boolean;
  readonly #emit: Emit;
  readonly #next: Uint16Array;

  constructor(setting: Setting, words: Uint16Array, next: Uint16Array, emit: Emit) {
    this.setting = setting;
    this.words = words;
    this.#next = next;
    this.#emit = emit;
    this.rowsId = this.word(AT.rowsLow) + this.word(AT.rowsHigh) * 65_536;
    this.rows = setting.ledger.rows(this.rowsId);
    this.now = TICKS[this.word(AT.clock)] ?? TICKS[0];
    const state = this.rows.job?.['state'] as JobState | undefined;
    this.isActive = state !== undefined && !isEnded(state);
  }

  word(at: number): number {
    return this.words[at] ?? 0;
  }

  get hasFault(): boolean {
    return this.word(AT.faults) > 0;
  }

  task(n: number): Item | undefined {
    return this.rows.tasks[n];
  }

  calm(label: () => string, edits: Edits, found: readonly string[] = NOTHING): void {
    this.#step(true, label, edits, found);
  }

  /** Possible, but nothing that a calm farm does. */
  wild(label: () => string, edits: Edits, found: readonly string[] = NOTHING): void {
    this.#step(false, label, edits, found);
  }

  /** Costs one of the configuration's faults. */
  fault(label: () => string, edits: Edits, found: readonly string[] = NOTHING): void {
    if (this.hasFault) this.#step(false, label, [...edits, AT.faults, this.word(AT.faults) - 1], found);
  }

  /** Id of the planned write. */
  prepare([name, params]: Call): number {
    return this.setting.ledger.internWrite(name, params);
  }

  apply(write: number): Result {
    return this.setting.ledger.apply(this.rowsId, write);
  }

  /** A write that production would not even send from here; the guards alone have to refuse it. Answers whether it took effect. */
  attempt(label: () => string, call: Call, isCalm = false, edits: Edits = []): boolean {
    const result = this.apply(this.prepare(call));
    if (result.kind === 'refused') return false;
    this.#step(isCalm, label, [...rowsWords(result.rows), ...edits], result.violations);
    return true;
  }

  /**
   * What is on its way in this word reaches the ledger. `after` says what changes beside, when it was applied and when it was refused; with a fault
   * it takes effect and is sent once more.
   */
  deliver(at: number, who: string, refused: Edits = []): void {
    const id = this.word(at);
    if (id === 0) return;
    const write = this.setting.ledger.write(id);
    const result = this.apply(id);
    const label = (): string =>
      `${who}: ${this.nameOf(id)} ${result.kind === 'applied' ? 'takes effect' : 'is refused'}`;
    if (result.kind === 'refused') {
      this.calm(label, [at, 0, ...refused]);
      return;
    }
    this.calm(label, [...rowsWords(result.rows), at, write.rest], result.violations);
    if (write.rest === 0) {
      const again = (): string => `${label()}, and its request is sent again`;
      this.fault(again, rowsWords(result.rows), result.violations);
    }
    if (write.rest !== 0) this.fault(() => `${label()}, and ${who} dies`, [...rowsWords(result.rows), at, 0]);
  }

  nameOf(write: number): string {
    const { name, params } = this.setting.ledger.write(write);
    const { id } = this.setting.ledger.protocol.table[name];
    const epoch = params['epoch'] === undefined ? '' : ` under epoch ${String(params['epoch'])}`;
    return `${id} of task ${params.ref.n}${epoch}`;
  }

  #step(isCalm: boolean, label: () => string, edits: Edits, found: readonly string[]): void {
    const next = this.#next;
    next.set(this.words);
    for (let i = 0; i < edits.length; i += 2) next[edits[i] ?? 0] = edits[i + 1] ?? 0;
    this.#emit(next, isCalm, found, label);
  }
}

export const rowsWords = (rows: number): number[] => [AT.rowsLow, rows & 0xffff, AT.rowsHigh, rows >>> 16];
