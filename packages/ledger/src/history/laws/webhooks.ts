/**
 * S16 and, with the farm at rest, L2: what a receiver got verifies, under one id per event however often it is sent, and nothing that it was
 * owed is still on its way. Receivers tell what they got by `client.webhook` notes.
 */
import { type Blame, getOrMake, jobOf, type Law, type Mark, markOf, type Told } from '../law.ts';

export class Webhooks implements Law {
  readonly #blame: Blame;
  /** Endpoint and event → the id under which it came first. */
  readonly #ids = new Map<string, { id: unknown; by: Mark }>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  noted(note: Told): void {
    if (note.op !== 'client.webhook') return;
    const event = `${jobOf(note) ?? ''} ${String(note['seq'])}`;
    if (note['verified'] !== true)
      this.#blame('S16', `event ${event} came to ${String(note['endpoint'])} and does not verify`, note);
    const first = getOrMake(this.#ids, `${String(note['endpoint'])} ${event}`, () => ({
      id: note['id'],
      by: markOf(note),
    }));
    if (first.id !== note['id'])
      this.#blame('S16', `event ${event} came under ${String(first.id)} and ${String(note['id'])}`, first.by, note);
  }
}
