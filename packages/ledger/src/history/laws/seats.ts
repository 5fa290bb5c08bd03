/** S13: no more seats are held than there are, and none by two at once: each is a lease with an epoch of its own. */
import { type Blame, type Call, getOrMake, type Law, type Mark, markOf, type Told } from '../law.ts';

interface Holding {
  epoch: number;
  owner: string;
  from: number;
  until: number;
  take: Mark;
}

interface SeatBook {
  holdings: Map<number, Holding>;
  epoch: number;
  latest?: Mark;
}

export class Seats implements Law {
  readonly #blame: Blame;
  readonly #seats = new Map<string, SeatBook>();
  /** Call → highest sure epoch of each seat of the engine when it was asked. */
  readonly #before = new Map<Call, Map<string, number>>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  asked(call: Call): void {
    const { op, engine } = call.asked;
    if (op !== 'takeSeat' && op !== 'renewSeat' && op !== 'returnSeat') return;
    const known = [...this.#seats].filter(([name]) => name.startsWith(`${String(engine)} `));
    this.#before.set(call, new Map(known.map(([name, { epoch }]) => [name, epoch])));
  }

  answered(call: Call, answer: Told): void {
    const before = this.#before.get(call);
    this.#before.delete(call);
    if (!before || answer.phase !== 'ok') return;
    const isTake = call.asked.op === 'takeSeat';
    const name = `${String(call.asked['engine'])} ${String((isTake ? answer : call.asked)['seat'])}`;
    const book = getOrMake(this.#seats, name, () => ({ holdings: new Map<number, Holding>(), epoch: 0 }));
    if (isTake) this.#took(name, book, before.get(name) ?? 0, call.asked, answer);
    else this.#kept(name, book, before.get(name) ?? 0, call.asked, answer);
  }

  #took(name: string, book: SeatBook, before: number, asked: Told, answer: Told): void {
    const { epoch = 0 } = answer;
    if (Number(answer['seat']) >= Number(asked['seats']))
      this.#blame('S13', `seat ${name} was given out of ${String(asked['seats'])}`, answer);
    const known = book.holdings.get(epoch);
    if (known || epoch <= before)
      this.#blame(
        'S13',
        `seat ${name} was given with epoch ${epoch} after ${Math.max(before, epoch)}`,
        known?.take ?? book.latest,
        answer,
      );
    const owner = asked.owner ?? '';
    if (!known) book.holdings.set(epoch, { epoch, owner, from: answer.at, until: -1, take: markOf(answer) });
    if (epoch <= book.epoch) return;
    book.epoch = epoch;
    book.latest = markOf(answer);
  }

  #kept(name: string, book: SeatBook, before: number, asked: Told, answer: Told): void {
    const { epoch = 0, op, at } = asked;
    if (before > epoch)
      this.#blame(
        'S13',
        `${op} of seat ${name} passed with epoch ${epoch} after ${before} was given`,
        book.latest,
        answer,
      );
    const holding = book.holdings.get(epoch);
    if (holding && op === 'renewSeat') holding.until = Math.max(holding.until, at);
  }

  finish(): void {
    for (const [name, { holdings }] of this.#seats) {
      const sure = [...holdings.values()].filter(({ from, until }) => from <= until).sort((a, b) => a.from - b.from);
      let longest = sure[0];
      for (const next of sure.slice(1)) {
        if (longest && next.from < longest.until)
          this.#blame('S13', `${longest.owner} and ${next.owner} held seat ${name} at once`, longest.take, next.take);
        if (!longest || next.until > longest.until) longest = next;
      }
    }
  }
}
