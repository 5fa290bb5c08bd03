/** S11: whoever sends a key again gets the reply that it was given first, byte for byte; a key is accepted once while it is kept. */
import { type Blame, type Call, getOrMake, type Law, type Mark, markOf, type Told } from '../law.ts';

interface KeyBook {
  accepted?: { reply: unknown; expiresAt: number; by: Mark };
  /** Of submits that nobody saw answered; absent when there are none. */
  open?: Map<Call, unknown>;
}

export class Replies implements Law {
  readonly #blame: Blame;
  readonly #keys = new Map<string, KeyBook>();
  readonly #clients = new Map<string, { reply: unknown; by: Mark }>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  asked(call: Call): void {
    const { op, key, reply } = call.asked;
    if (op === 'submit' && typeof key === 'string') (this.#of(key).open ??= new Map<Call, unknown>()).set(call, reply);
  }

  answered(call: Call, answer: Told): void {
    const { op, key } = call.asked;
    if (typeof key !== 'string') return;
    if (op === 'client.submit') return this.#answeredClient(key, answer);
    if (op !== 'submit' || answer.phase === 'unknown') return;
    const book = this.#of(key);
    book.open?.delete(call);
    if (book.open?.size === 0) delete book.open;
    if (answer['outcome'] === 'accepted') this.#accepted(book, call, answer);
    else if (answer['outcome'] === 'replayed') this.#replayed(book, answer);
  }

  #accepted(book: KeyBook, call: Call, answer: Told): void {
    const { reply, expiresAt, now } = call.asked;
    if (book.accepted && Number(now) < book.accepted.expiresAt)
      this.#blame('S11', 'one idempotency key was accepted twice', book.accepted.by, answer);
    book.accepted = { reply, expiresAt: Number(expiresAt), by: markOf(answer) };
  }

  #replayed({ accepted, open }: KeyBook, answer: Told): void {
    const given = answer['reply'];
    const known = accepted ? [accepted.reply] : [];
    if (![...known, ...(open?.values() ?? [])].includes(given))
      this.#blame('S11', 'a replayed reply differs from the one that was given first', accepted?.by, answer);
  }

  #answeredClient(key: string, answer: Told): void {
    if (answer.phase !== 'ok') return;
    const first = getOrMake(this.#clients, key, () => ({ reply: answer['reply'], by: markOf(answer) }));
    if (first.reply !== answer['reply'])
      this.#blame('S11', 'a client that repeated its request was given other bytes', first.by, answer);
  }

  #of(key: string): KeyBook {
    return getOrMake(this.#keys, key, () => ({}));
  }
}
