/** S5 and S17: the events of a job have no gap, keep their order however often they are read, and one of them, the last, is its end. */
import { type Blame, type Call, getOrMake, jobOf, type Law, type Mark, markOf, type Told } from '../law.ts';

type Event = [seq: number, type: string];

const ENDS = ['job.succeeded', 'job.failed', 'job.canceled'];

export class Timelines implements Law {
  readonly #blame: Blame;
  /** Job → type of event by sequence number, and where it was read first. */
  readonly #seen = new Map<string, Map<number, { type: string; by: Mark }>>();
  /** Job that rests → its types in order, and where the last was read. */
  readonly #resting = new Map<string, { types: string; by: Mark }>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  answered({ asked }: Call, answer: Told): void {
    if (asked.op === 'listEvents') this.#read(String(asked['job']), Number(asked['afterSeq'] ?? 0), answer);
  }

  noted(note: Told): void {
    if (note.op !== 'rest' || !note.ref) return;
    this.#read(note.ref.job, 0, note);
    const ends = eventsOf(note).filter(([, type]) => ENDS.includes(type));
    const expected = ENDS.includes(`job.${String(note['state'])}`) ? 1 : 0;
    const job = jobOf(note) ?? '';
    if (ends.length !== expected)
      this.#blame('S5', `${job} is ${String(note['state'])} and has ${ends.length} terminal events`, note);
    else if (ends[0] && ends[0][1] !== `job.${String(note['state'])}`)
      this.#blame('S5', `${job} is ${String(note['state'])} and its timeline says ${ends[0][1]}`, note);
  }

  rested(name: string): void {
    const job = name.slice(name.indexOf('/') + 1);
    const seen = this.#seen.get(job);
    const types = Array.from({ length: seen?.size ?? 0 }, (_, index) => seen?.get(index + 1));
    const by = types.at(-1)?.by;
    // With a gap, which is told already, there is no order to keep.
    if (!by || types.includes(undefined)) return;
    this.#seen.delete(job);
    this.#resting.set(job, { types: types.map((each) => each?.type).join(' '), by });
  }

  #recall(job: string): Map<number, { type: string; by: Mark }> {
    const resting = this.#resting.get(job);
    this.#resting.delete(job);
    const types = resting?.types.split(' ') ?? [];
    return new Map(types.flatMap((type, index) => (resting ? [[index + 1, { type, by: resting.by }] as const] : [])));
  }

  #read(job: string, after: number, answer: Told): void {
    const events = eventsOf(answer);
    const gap = events.findIndex(([seq], index) => seq !== after + index + 1);
    if (gap >= 0) this.#blame('S5', `events of ${job} have a gap: ${events.map(([seq]) => seq).join(', ')}`, answer);
    const end = events.findIndex(([, type]) => ENDS.includes(type));
    if (end >= 0 && end < events.length - 1)
      this.#blame('S5', `${job} has an event after its end: ${events.map(([, type]) => type).join(', ')}`, answer);
    const seen = getOrMake(this.#seen, job, () => this.#recall(job));
    for (const [seq, type] of events) {
      if ((seq === 1) !== (type === 'job.accepted')) this.#blame('S17', `event ${seq} of ${job} is ${type}`, answer);
      const first = getOrMake(seen, seq, () => ({ type, by: markOf(answer) }));
      if (first.type !== type)
        this.#blame('S17', `event ${seq} of ${job} was ${first.type} and then ${type}`, first.by, answer);
    }
  }
}

const eventsOf = (told: Told): Event[] => (Array.isArray(told['events']) ? (told['events'] as Event[]) : []);
