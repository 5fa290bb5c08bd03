/** All receivers of a run, and the way to them: a POST leaves a process through its life, as everything does, and is waited for as long as production waits. */
import { EVENT_TYPES, type WebhookEndpoint } from '@reelyard/contracts';
import { type Recorder } from '@reelyard/ledger';
import { receiverLimits } from '../../../job-server/src/adapters/webhook-receiver.ts';
import { type AttemptResult } from '../../../job-server/src/core/webhooks/decide-delivery.ts';
import { type Receiver } from '../../../job-server/src/webhooks/ports.ts';
import { type Plan } from '../plan.ts';
import { type PlannedReceiver } from '../planned-receiver.ts';
import { between, type Dice } from './chance.ts';
import { type Life } from './life.ts';
import { type Answer, type Identity, type Message, type ReceiverParts, SimReceiver } from './sim-receiver.ts';
import { BIRTH } from './virtual-time.ts';

/** Milliseconds there and back, each: anywhere on the internet. */
const LATENCY = [10, 120] as const;

export interface ReceiversParts extends Omit<ReceiverParts, 'history'> {
  recorder(process: string): Recorder;
}

export class Receivers {
  readonly all: readonly SimReceiver[];

  constructor({ endpoints = [], jobs }: Pick<Plan, 'endpoints' | 'jobs'>, parts: ReceiversParts) {
    const make = (identity: Identity, planned: PlannedReceiver): SimReceiver =>
      new SimReceiver(identity, planned, { ...parts, history: parts.recorder(`receiver ${identity.name}`) });
    this.all = [
      ...endpoints.map((planned, n) => make({ name: `whk_${n}`, tenant: planned.tenant }, planned)),
      ...jobs.flatMap(({ name, tenant, webhook }) =>
        webhook === undefined ? [] : [make({ name: `hook_${name}`, tenant, job: name }, webhook)],
      ),
    ];
  }

  get isAnybody(): boolean {
    return this.all.length > 0;
  }

  /** Rows of those that listen to all jobs of their tenant. */
  endpoints(): WebhookEndpoint[] {
    const at = { createdAt: BIRTH, updatedAt: BIRTH };
    return this.all
      .filter(({ identity }) => identity.job === undefined)
      .map(({ identity: { name: id, tenant }, url, events = EVENT_TYPES, secret }) => ({
        ...{ tenant, id, url, events, state: 'enabled', secrets: [{ secret, createdAt: BIRTH }], ...at, version: 1 },
      }));
  }

  /** What the client submits the job with; nothing when the job has no webhook of its own. */
  webhookOf(job: string): object {
    const own = this.all.find(({ identity }) => identity.job === job);
    if (!own) return {};
    const { url, secret, events } = own;
    return { webhook: { url, secret, ...(events === undefined ? {} : { events }) } };
  }

  portOf(life: Life, dice: Dice): Receiver {
    const { clock } = life;
    return {
      post: async (url, message) => {
        const startedAt = clock.monotonic();
        const told = await this.#post(life, dice, url, message);
        return { ...told, durationMs: clock.monotonic() - startedAt };
      },
    };
  }

  async #post(life: Life, dice: Dice, url: string, message: Message): Promise<Omit<AttemptResult, 'durationMs'>> {
    const { totalMs } = receiverLimits;
    const over = new AbortController();
    const answered = life.call<Answer>({
      ...{ what: 'post', outMs: between(dice, ...LATENCY), backMs: between(dice, ...LATENCY) },
      serve: () => this.#at(url).then((receiver) => receiver.hear(message)),
    });
    const late = life.clock
      .sleep(totalMs, over.signal)
      .then(() => ({ error: `no answer within ${totalMs / 1_000} s` }));
    try {
      return await Promise.race([answered.catch((error: Error) => ({ error: error.message })), late]);
    } finally {
      over.abort();
    }
  }

  async #at(url: string): Promise<SimReceiver> {
    const receiver = this.all.find((each) => each.url === url);
    if (!receiver) throw new Error('no connection: ENOTFOUND');
    return receiver;
  }
}
