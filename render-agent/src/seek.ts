/**
 * Finds the next task: by doorbell, or, while SQS does not answer for some lane, by the ledger's waiting index. The ledger alone decides;
 * both only nominate. What the index found is followed by another look at once: a queue that fails takes seconds for it, and a backlog that
 * idle agents could work off would wait for that between any two tasks.
 */
import { type Lane, type TaskRef } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type AgentLedger, type Bell, type Doorbells, type InstalledEngine } from './ports.ts';

export interface SeekTools {
  doorbells: Doorbells;
  ledger: AgentLedger;
  engines: ReadonlyMap<string, InstalledEngine>;
  clock: Clock;
  log: Logger;
  random(): number;
  /** Between two looks into the index that found nothing. */
  indexMs: number;
}

const LOOKED_AT = 20;
/** Between two tries of the queues while the index is not due. */
const PACE_MS = 1_000;
/** The first few by deadline are shared out by chance, or every agent would run for the same one. */
const SPREAD = 5;

export class Seeker {
  readonly #tools: SeekTools;
  /** Of each lane by itself: they fall silent one after the other. */
  readonly #nextLookAt = new Map<Lane, number>();
  #nominated: Bell | undefined;
  /** Lanes that did not answer and may hold more of what the last look found. */
  #backlog: readonly Lane[] = [];

  constructor(tools: SeekTools) {
    this.#tools = tools;
  }

  /** A task that our own commit made due: at hand before its doorbell. */
  nominate(ref: TaskRef, lane: Lane): void {
    this.#nominated = foundBell(ref, lane);
  }

  get hasNomination(): boolean {
    return this.#nominated !== undefined;
  }

  async seek(signal: AbortSignal): Promise<Bell | undefined> {
    const nominated = this.#nominated;
    this.#nominated = undefined;
    if (nominated) return nominated;
    const next = this.#backlog.length > 0 ? await this.#look(this.#backlog) : undefined;
    if (next) return next;
    const received = await this.#tools.doorbells.receive(signal);
    if (received.kind === 'bell') return received.bell;
    if (received.kind === 'nothing' || signal.aborted) return undefined;
    return this.#lookAround(received.lanes, signal);
  }

  async #lookAround(lanes: readonly Lane[], signal: AbortSignal): Promise<Bell | undefined> {
    const { clock } = this.#tools;
    const now = clock.monotonic();
    const due = lanes.filter((lane) => this.#lookAt(lane) <= now);
    if (due.length > 0) return this.#look(due);
    await clock.sleep(Math.min(PACE_MS, ...lanes.map((lane) => this.#lookAt(lane) - now)), signal);
    return undefined;
  }

  #lookAt(lane: Lane): number {
    return this.#nextLookAt.get(lane) ?? 0;
  }

  async #look(lanes: readonly Lane[]): Promise<Bell | undefined> {
    const { clock, log, indexMs } = this.#tools;
    for (const lane of lanes) {
      const ref = await this.#findWaiting(lane);
      if (!ref) continue;
      log.info('task.found', { lane, job: ref.job, task: ref.n });
      this.#backlog = lanes;
      return foundBell(ref, lane);
    }
    this.#backlog = [];
    for (const lane of lanes) this.#nextLookAt.set(lane, clock.monotonic() + indexMs);
    return undefined;
  }

  async #findWaiting(lane: Lane): Promise<TaskRef | undefined> {
    const { ledger, clock, engines, log, random } = this.#tools;
    try {
      const waiting = await ledger.findWaiting(lane, LOOKED_AT);
      const now = clock.now();
      const due = waiting.filter((task) => task.notBefore <= now && now < task.deadlineAt && engines.has(task.engine));
      const chosen = due[Math.floor(random() * Math.min(SPREAD, due.length))];
      return chosen && { tenant: chosen.tenant, job: chosen.job, n: chosen.n };
    } catch (error) {
      log.warn('ledger.unreachable', { during: 'waiting', error });
      return undefined;
    }
  }
}

const nothingToDo = (): Promise<void> => Promise.resolve();

/** No message stands behind it. */
const foundBell = (ref: TaskRef, lane: Lane): Bell => ({ ref, lane, discard: nothingToDo, giveBack: nothingToDo });
