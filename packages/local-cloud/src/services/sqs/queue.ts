/**
 * One queue: its settings, its mailbox and who waits for it. All changes go through here, so that mailbox and rows say
 * the same; they run inside `Store.write`.
 */
import { type Content, type Journal, type QueueRow } from './journal.ts';
import { type Letter } from './letter.ts';
import { Mailbox } from './mailbox.ts';
import { getNumber } from './queue-attributes.ts';
import { Waiters } from './waiters.ts';

/** Longest setTimeout of a wake-up; also how late a waiter notices a clock that jumped. */
const longestNapMs = 1000;

export class Queue {
  readonly row: QueueRow;
  readonly arn: string;
  readonly waiters = new Waiters();
  readonly mailbox = new Mailbox();
  readonly #journal: Journal;
  purgedAt = -Infinity;
  #alarm: NodeJS.Timeout | undefined;

  constructor(row: QueueRow, arn: string, journal: Journal) {
    this.row = row;
    this.arn = arn;
    this.#journal = journal;
  }

  /** Seconds, as the attribute says. */
  setting(name: string): number {
    return getNumber(this.row.attributes, name);
  }

  add(letter: Letter, content: Content): void {
    this.#journal.saveMessage(this.row.id, letter, content);
    this.mailbox.add(letter);
  }

  remove(letter: Letter): void {
    this.#journal.deleteMessage(letter.seq);
    this.mailbox.remove(letter);
  }

  clear(): void {
    this.#journal.deleteMessages(this.row.id);
    this.mailbox.clear();
  }

  hideUntil(letter: Letter, dueAt: number, now: number): void {
    this.mailbox.hideUntil(letter, dueAt, now);
    this.#journal.updateMessage(letter);
  }

  undoReceive(letter: Letter, now: number): void {
    if (letter.state !== 'in-flight') return;
    this.mailbox.undoReceive(letter, now);
    this.#journal.updateMessage(letter);
  }

  /** Up to `max` messages, in flight until `hiddenUntil`; those that `isSpent` go to `giveUp` instead. */
  take(now: number, hiddenUntil: number, max: number, giveUp: (letter: Letter) => boolean): Letter[] {
    this.advance(now);
    const taken: Letter[] = [];
    while (taken.length < max) {
      const letter = this.mailbox.take(now, hiddenUntil);
      if (!letter) break;
      if (giveUp(letter)) continue;
      this.#journal.updateMessage(letter);
      taken.push(letter);
    }
    return taken;
  }

  /** Bring states up to `now`; drops what is past its retention. */
  advance(now: number): void {
    const expired = this.mailbox.advance(now, this.setting('MessageRetentionPeriod') * 1000);
    for (const letter of expired) this.#journal.deleteMessage(letter.seq);
  }

  /** Serve those who wait, now and when the next hidden message is due. `runDue` opens the write. */
  ring(now: number, runDue: () => void): void {
    this.waiters.wake();
    this.#silence();
    const dueAt = this.mailbox.findNextDueAt();
    if (this.waiters.count === 0 || dueAt === undefined) return;
    this.#alarm = setTimeout(runDue, Math.min(Math.max(dueAt - now, 0), longestNapMs));
  }

  /** No more wake-ups, and nobody who waits for one. */
  close(): void {
    this.waiters.dismissAll();
    this.#silence();
  }

  #silence(): void {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
  }
}
