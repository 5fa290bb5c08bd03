/**
 * A customer's receiver of webhooks: it verifies by the specification's own library, notes what it heard for S16, and answers by its manner.
 * Invariant: what it has read it has heard, whatever it answers; only what it has answered with 200 it has taken.
 */
import { ENDED_JOB_STATES, type EventType, type JobState } from '@reelyard/contracts';
import { type Recorder } from '@reelyard/ledger';
import { createHash } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type PlannedReceiver } from '../planned-receiver.ts';
import { type VirtualTime } from './virtual-time.ts';

export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly retryAfterMs?: number;
}

export interface Heard {
  readonly id: string;
  readonly job: string;
  readonly seq: number;
  readonly type: string;
  /** Of the job, as it was shown with it. */
  readonly state: JobState;
  readonly isVerified: boolean;
}

interface Told {
  readonly type: string;
  readonly data: { readonly seq: number; readonly job: { readonly id: string; readonly state: JobState } };
}

export interface ReceiverParts {
  readonly time: VirtualTime;
  readonly history: Recorder;
  /** Something that happens to messages happened. */
  saw(telling: string): void;
}

export interface Identity {
  readonly name: string;
  readonly tenant: string;
  /** Name of the job whose own it is; absent: an endpoint of the tenant. */
  readonly job?: string;
}

const ENDS: readonly EventType[] = ENDED_JOB_STATES.map((state) => `job.${state}` as const);

export class SimReceiver {
  readonly heard: Heard[] = [];
  readonly identity: Identity;
  readonly #planned: PlannedReceiver;
  readonly #parts: ReceiverParts;
  readonly #tries = new Map<string, number>();
  readonly #taken = new Set<string>();
  #backAt: number | undefined;

  constructor(identity: Identity, planned: PlannedReceiver, parts: ReceiverParts) {
    this.identity = identity;
    this.#planned = planned;
    this.#parts = parts;
  }

  get url(): string {
    return `https://hooks.example/${this.identity.name}`;
  }

  get secret(): string {
    return `whsec_${createHash('sha256').update(this.identity.name).digest('base64')}`;
  }

  /** What it listens to; undefined: everything. */
  get events(): readonly EventType[] | undefined {
    return this.#planned.listensTo === 'ends' ? ENDS : undefined;
  }

  listensTo(type: EventType): boolean {
    return this.events?.includes(type) ?? true;
  }

  hasTaken(id: string): boolean {
    return this.#taken.has(id);
  }

  /** @returns the answer; rejects when the connection is refused or breaks */
  async hear(message: Message): Promise<Answer> {
    const { 'webhook-id': id = '' } = message.headers;
    const isEarly = this.#count(id) <= this.#planned.times;
    if (this.#isAway()) throw new Error('no connection: ECONNREFUSED');
    this.#read(id, message);
    const answer = isEarly ? await this.#answerEarly() : { status: 200 };
    if (answer.status === 200) this.#taken.add(id);
    return answer;
  }

  /** @returns which try of the message this is */
  #count(id: string): number {
    const tries = (this.#tries.get(id) ?? 0) + 1;
    this.#tries.set(id, tries);
    if (this.#taken.has(id)) this.#saw('twice');
    else if (tries > 1) this.#saw('retried');
    return tries;
  }

  #isAway(): boolean {
    const { manner, forMs } = this.#planned;
    if (manner !== 'away') return false;
    const { now } = this.#parts.time;
    this.#backAt ??= now + forMs;
    if (now < this.#backAt) this.#saw('away');
    return now < this.#backAt;
  }

  async #answerEarly(): Promise<Answer> {
    const { manner, forMs } = this.#planned;
    if (manner === 'away') return { status: 200 };
    this.#saw(manner);
    if (manner === 'failing') return { status: 500 };
    if (manner === 'busy') return { status: 503, retryAfterMs: forMs };
    if (manner === 'hangs-up') throw new Error('no connection: ECONNRESET');
    if (manner === 'slow') await new Promise<void>((resolve) => void this.#parts.time.after(forMs, resolve));
    return { status: 200 };
  }

  #read(id: string, message: Message): void {
    const { type, data } = JSON.parse(message.body) as Told;
    const { seq, job } = data;
    const isVerified = this.#verifies(message);
    this.heard.push({ id, job: job.id, seq, type, state: job.state, isVerified });
    const { tenant, name } = this.identity;
    this.#parts.history.note('client.webhook', {
      ref: { tenant, job: job.id },
      ...{ endpoint: name, seq, id, verified: isVerified },
    });
  }

  /** The library asks the platform for the time: for the length of its one synchronous call that is the time of the run. */
  #verifies({ body, headers }: Message): boolean {
    const real = Date.now;
    Date.now = () => this.#parts.time.now;
    try {
      new Webhook(this.secret).verify(body, { ...headers });
      return true;
    } catch {
      return false;
    } finally {
      Date.now = real;
    }
  }

  #saw(telling: string): void {
    this.#parts.saw(`webhook-${telling}`);
  }
}
