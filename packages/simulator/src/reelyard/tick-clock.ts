/**
 * When the scaler ticks, as in production: a schedule each minute and a kick by an accept open a window of 50 s, in which it ticks every 10 s,
 * every 2 s while something is on its way, and leaves at once when there is neither a task nor a machine. A window that the next minute finds
 * open goes on for 50 s from there. Invariant: one window at a time.
 */
import { type EventQueue } from '../kernel/event-queue.ts';

export interface TickEnd {
  isEmpty: boolean;
  isMoving: boolean;
}

const SCHEDULE_SECONDS = 60;
const WINDOW_SECONDS = 50;
const TICK_SECONDS = 10;
const QUICK_TICK_SECONDS = 2;
/** Accept to the first tick: an asynchronous invocation of a warm function. */
const KICK_SECONDS = 1;
/** A job server kicks at most this often. */
const KICK_REST_SECONDS = 10;

export class TickClock {
  readonly #events: EventQueue;
  readonly #tick: () => TickEnd;
  #isOpen = false;
  #endsAt = 0;
  #kickedAt = -Infinity;

  constructor(events: EventQueue, tick: () => TickEnd) {
    this.#events = events;
    this.#tick = tick;
  }

  start(): void {
    this.#events.after(0, () => this.#schedule());
  }

  #schedule(): void {
    this.#open();
    this.#events.after(SCHEDULE_SECONDS, () => this.#schedule());
  }

  kick(): void {
    const { now } = this.#events;
    if (this.#isOpen || now - this.#kickedAt < KICK_REST_SECONDS) return;
    this.#kickedAt = now;
    this.#events.after(KICK_SECONDS, () => this.#open());
  }

  #open(): void {
    this.#endsAt = this.#events.now + WINDOW_SECONDS;
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#run();
  }

  #run(): void {
    const { isEmpty, isMoving } = this.#tick();
    const napSeconds = isMoving ? QUICK_TICK_SECONDS : TICK_SECONDS;
    if (isEmpty || this.#events.now + napSeconds >= this.#endsAt) this.#isOpen = false;
    else this.#events.after(napSeconds, () => this.#run());
  }
}
