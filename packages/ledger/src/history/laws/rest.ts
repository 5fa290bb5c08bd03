/** L2, L3, L4: at rest nothing is owed and nothing is left. Judged by the last `rest.farm` note; counts that it lacks are not judged. */
import { type Blame, type Law, type Told } from '../law.ts';

/** Field → invariant and what it means that there are some. */
const EMPTY: Readonly<Record<string, readonly [invariant: string, what: string]>> = {
  events: ['L2', 'events that became no deliveries'],
  deliveries: ['L2', 'deliveries to healthy endpoints that are still due'],
  emits: ['L3', 'doorbells that are due'],
  waiting: ['L3', 'waiting tasks in an index'],
  leased: ['L3', 'leased tasks in an index'],
  duties: ['L3', 'jobs that still owe their tasks a write'],
  messages: ['L3', 'messages in the queues'],
  processes: ['L4', 'processes without an owner'],
  uploads: ['L4', 'uploads that nobody ends'],
  orphans: ['L4', 'machines that no pool knows'],
};

export class Rest implements Law {
  readonly #blame: Blame;
  readonly #mayBeUnfinished: boolean;
  #last: Told | undefined;

  constructor(blame: Blame, mayBeUnfinished: boolean) {
    this.#blame = blame;
    this.#mayBeUnfinished = mayBeUnfinished;
  }

  noted(note: Told): void {
    if (note.op === 'rest.farm') this.#last = note;
  }

  finish(): void {
    const note = this.#last;
    if (!note || this.#mayBeUnfinished) return;
    for (const [field, [invariant, what]] of Object.entries(EMPTY)) {
      const count = Number(note[field] ?? 0);
      if (count > 0) this.#blame(invariant, `at rest there are ${count} ${what}`, note);
    }
    const { machines, floor } = note;
    if (typeof machines === 'number' && typeof floor === 'number' && machines > floor)
      this.#blame('L4', `at rest there are ${machines} machines, and the floor is ${floor}`, note);
  }
}
