/**
 * Which waiting message is next. Messages of one group leave in the order they were sent; among groups the one with
 * the fewest messages in flight goes first, then the one that was served longest ago. That is what fair queues of SQS
 * promise: a tenant with a large backlog does not delay the others. Messages without a group share one.
 */
import { Heap } from './heap.ts';
import { type Letter } from './letter.ts';

interface Group {
  waiting: Heap<Letter>;
  inFlight: number;
  /** Turn at which a message of the group was last taken; 0 means never. */
  servedAt: number;
}

export class FairGroups {
  readonly #groups = new Map<string, Group>();
  #turn = 0;

  wait(letter: Letter): void {
    this.#group(letter.group).waiting.push(letter);
  }

  /** The next message that is still `ready`, now counted as in flight; undefined when none waits. */
  take(): Letter | undefined {
    let best: Group | undefined;
    for (const [name, group] of this.#groups) {
      dropStale(group);
      if (group.waiting.size === 0) {
        if (group.inFlight === 0) this.#groups.delete(name);
      } else if (!best || isFairer(group, best)) {
        best = group;
      }
    }
    if (!best) return undefined;
    best.inFlight += 1;
    best.servedAt = ++this.#turn;
    return best.waiting.pop();
  }

  /** A message of the group was taken before a restart. */
  noteInFlight(group: string): void {
    this.#group(group).inFlight += 1;
  }

  /** A message of the group is in flight no longer. */
  noteLanded(group: string): void {
    const known = this.#groups.get(group);
    if (known && known.inFlight > 0) known.inFlight -= 1;
  }

  #group(name: string): Group {
    const known = this.#groups.get(name);
    if (known) return known;
    const made: Group = { waiting: new Heap<Letter>((a, b) => a.seq < b.seq), inFlight: 0, servedAt: 0 };
    this.#groups.set(name, made);
    return made;
  }
}

function dropStale(group: Group): void {
  for (let head = group.waiting.peek(); head && head.state !== 'ready'; head = group.waiting.peek()) {
    group.waiting.pop();
  }
}

function isFairer(a: Group, b: Group): boolean {
  return a.inFlight === b.inFlight ? a.servedAt < b.servedAt : a.inFlight < b.inFlight;
}
