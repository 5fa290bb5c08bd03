/**
 * The messages of one queue and the moments at which they become visible or expire.
 *
 * | from | to | when |
 * | --- | --- | --- |
 * | – | ready, delayed | sent without, with a delay |
 * | delayed, in-flight | ready | `dueAt` passed, or visibility set to 0 |
 * | ready | in-flight | received |
 * | any | gone | deleted, moved, purged, older than the retention period |
 *
 * Invariant: a letter of the map is in exactly one state, and whatever its state some heap leads back to it, so that
 * none is ever lost. Pure: it is told the time, and writes nothing.
 */
import { FairGroups } from './fair-groups.ts';
import { Heap } from './heap.ts';
import { type Letter } from './letter.ts';

export interface Depth {
  ready: number;
  inFlight: number;
  delayed: number;
}

export class Mailbox {
  readonly #letters = new Map<number, Letter>();
  #groups = new FairGroups();
  #due = newDueHeap();
  #oldest = newOldestHeap();
  #inFlight = 0;
  #delayed = 0;

  add(letter: Letter): void {
    this.#letters.set(letter.seq, letter);
    this.#oldest.push(letter);
    if (letter.state === 'in-flight') this.#groups.noteInFlight(letter.group);
    this.#enter(letter);
  }

  find(seq: number): Letter | undefined {
    return this.#letters.get(seq);
  }

  /** The next message, now in flight until `hiddenUntil`; the next `advance` ends a time of zero. Call `advance` before. */
  take(now: number, hiddenUntil: number): Letter | undefined {
    const letter = this.#groups.take();
    if (!letter) return undefined;
    letter.receives += 1;
    letter.firstReceivedAt ||= now;
    letter.receivedAt = now;
    letter.state = 'in-flight';
    letter.dueAt = hiddenUntil;
    this.#enter(letter);
    return letter;
  }

  /** Hide a message in flight until `dueAt`; it is ready at once when that has come. */
  hideUntil(letter: Letter, dueAt: number, now: number): void {
    letter.dueAt = dueAt;
    if (dueAt <= now) this.#makeReady(letter);
    else this.#due.push({ at: dueAt, letter });
  }

  /** Take back a receive that reached nobody. */
  undoReceive(letter: Letter, now: number): void {
    letter.receives -= 1;
    if (letter.receives === 0) letter.firstReceivedAt = 0;
    this.hideUntil(letter, now, now);
  }

  remove(letter: Letter): void {
    if (!this.#letters.delete(letter.seq)) return;
    this.#leave(letter);
    letter.state = 'gone';
  }

  clear(): void {
    for (const letter of this.#letters.values()) letter.state = 'gone';
    this.#letters.clear();
    this.#groups = new FairGroups();
    this.#due = newDueHeap();
    this.#oldest = newOldestHeap();
    this.#inFlight = 0;
    this.#delayed = 0;
  }

  /** Make ready what is due, remove what is older than the retention period and return it. */
  advance(now: number, retentionMs: number): Letter[] {
    const expired: Letter[] = [];
    for (let head = this.#oldest.peek(); head && isOver(head, now - retentionMs); head = this.#oldest.peek()) {
      this.#oldest.pop();
      if (head.state === 'gone') continue;
      this.remove(head);
      expired.push(head);
    }
    for (let head = this.#due.peek(); head && (isStale(head) || head.at <= now); head = this.#due.peek()) {
      this.#due.pop();
      if (!isStale(head)) this.#makeReady(head.letter);
    }
    return expired;
  }

  /** When the next hidden message becomes ready. */
  findNextDueAt(): number | undefined {
    for (let head = this.#due.peek(); head; head = this.#due.peek()) {
      if (!isStale(head)) return head.at;
      this.#due.pop();
    }
    return undefined;
  }

  get depth(): Depth {
    const hidden = this.#inFlight + this.#delayed;
    return { ready: this.#letters.size - hidden, inFlight: this.#inFlight, delayed: this.#delayed };
  }

  #makeReady(letter: Letter): void {
    this.#leave(letter);
    letter.state = 'ready';
    this.#enter(letter);
  }

  #enter(letter: Letter): void {
    if (letter.state === 'ready') return this.#groups.wait(letter);
    if (letter.state === 'in-flight') this.#inFlight += 1;
    if (letter.state === 'delayed') this.#delayed += 1;
    this.#due.push({ at: letter.dueAt, letter });
  }

  #leave(letter: Letter): void {
    if (letter.state === 'delayed') this.#delayed -= 1;
    if (letter.state !== 'in-flight') return;
    this.#inFlight -= 1;
    this.#groups.noteLanded(letter.group);
  }
}

interface Due {
  at: number;
  letter: Letter;
}

function newDueHeap(): Heap<Due> {
  return new Heap<Due>((a, b) => a.at < b.at);
}

function newOldestHeap(): Heap<Letter> {
  return new Heap<Letter>((a, b) => a.sentAt < b.sentAt);
}

/** The letter has moved on since it was put on the heap. */
function isStale({ at, letter }: Due): boolean {
  return letter.dueAt !== at || letter.state === 'ready' || letter.state === 'gone';
}

function isOver(letter: Letter, oldestKept: number): boolean {
  return letter.state === 'gone' || letter.sentAt <= oldestKept;
}
