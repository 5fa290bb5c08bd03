/** A client that does not give up: it asks again under the same key until it is told something, cancels, looks, and retries what has ended. */
import { isEnded, type JobState } from '@reelyard/contracts';
import { digestOf, type Recorder } from '@reelyard/ledger';
import { type Call } from '../../../job-server/src/http/call.ts';
import { type Reply } from '../../../job-server/src/http/reply.ts';
import { type PlannedJob } from '../plan.ts';
import { type Dice } from './chance.ts';
import { Life } from './life.ts';
import { type RouteName, type Server } from './server.ts';
import { type World } from './world.ts';

const PATIENCE_MS = 30_000;
const GIVE_UP_MS = 240_000;
const AGAIN_MS = 1_000;
const LOOK_MS = 15_000;
const NETWORK = { outMs: 5, backMs: 5 };

/** Clients of a run hang up by not listening. */
const STAYS = new AbortController().signal;

interface Told {
  readonly status: number;
  readonly body: string;
}

export class Client {
  readonly #world: World;
  readonly #servers: readonly Server[];
  readonly #job: PlannedJob;
  readonly #life: Life;
  readonly #dice: Dice;
  readonly #history: Recorder;

  constructor(world: World, servers: readonly Server[], job: PlannedJob) {
    this.#world = world;
    this.#servers = servers;
    this.#job = job;
    this.#life = new Life(`client-${job.name}`, world.time, 0, () => undefined);
    this.#dice = world.dice(`client ${job.name}`);
    this.#history = world.recorder(`client-${job.name}`);
  }

  async live(): Promise<void> {
    const { clock } = this.#life;
    const { name, atMs, isRepeated, cancelAfterMs, isWatched, isRetried } = this.#job;
    await clock.sleep(atMs);
    const body = this.#body();
    const id = await this.#submit('submitJob', name, body);
    if (id === undefined) return;
    if (isRepeated) await this.#submit('submitJob', name, body);
    if (cancelAfterMs !== undefined) {
      await clock.sleep(cancelAfterMs);
      await this.#insist('cancelJob', this.#call(id), 'client.cancel', { ref: this.#ref(id) }, () => ({}));
    }
    if (!isWatched) return;
    await this.#untilEnded(id);
    if (!isRetried) return;
    const child = await this.#submit('retryJob', `${name} again`, {}, id);
    if (child !== undefined) await this.#untilEnded(child);
  }

  #body(): object {
    const { name, lane, engine, segments, asset, notBeforeMs, deadlineMs } = this.#job;
    const now = this.#world.time.now;
    const at = (ms: number): string => new Date(now + ms).toISOString();
    return {
      ...{ lane, engine },
      project: {
        ...{ name, segments, frames: 100 * segments, pixels: 1_000 },
        ...(asset === undefined ? {} : { inputs: [`https://assets.example/${asset}/${name}`] }),
      },
      ...(notBeforeMs === undefined ? {} : { notBefore: at(notBeforeMs) }),
      ...(deadlineMs === undefined ? {} : { deadline: at(deadlineMs) }),
      ...this.#world.receivers.webhookOf(name),
    };
  }

  /** @returns the id; undefined when it was refused for good, or nobody answered for long */
  async #submit(
    route: 'submitJob' | 'retryJob',
    key: string,
    body: unknown,
    parent?: string,
  ): Promise<string | undefined> {
    const idOf = (told: Told): string => (JSON.parse(told.body) as { id: string }).id;
    const told = await this.#insist(
      route,
      this.#call(parent, body, { 'idempotency-key': `${this.#job.name} ${key}` }),
      'client.submit',
      { key: digestOf(`${this.#job.tenant} ${key}`) },
      (reply) => ({ ref: this.#ref(idOf(reply)), reply: digestOf(reply.body) }),
    );
    return told && idOf(told);
  }

  async #untilEnded(id: string): Promise<void> {
    for (;;) {
      await this.#life.clock.sleep(LOOK_MS);
      const stateOf = ({ body }: Told): JobState => (JSON.parse(body) as { state: JobState }).state;
      const told = await this.#insist('getJob', this.#call(id), 'client.job', { ref: this.#ref(id) }, (reply) => ({
        state: stateOf(reply),
      }));
      if (!told || isEnded(stateOf(told))) return;
    }
  }

  #ref(id: string): { tenant: string; job: string } {
    return { tenant: this.#job.tenant, job: id };
  }

  #call(id: string | undefined, body?: unknown, headers: Record<string, string> = {}): Call {
    const call = {
      tenant: this.#job.tenant,
      principal: { tenant: this.#job.tenant, keyId: 'k1', scope: 'admin', mode: 'live' },
      params: id === undefined ? {} : { id },
      query: { wait: 0 },
      gone: () => STAYS,
      headers,
      readBody: () => Promise.resolve({ kind: 'read' as const, value: body }),
    };
    return call as Call;
  }

  /** Until somebody answers; a refusal is an answer. @returns what was told with success */
  async #insist(
    route: RouteName,
    call: Call,
    op: string,
    asked: Record<string, unknown>,
    facts: (told: Told) => Record<string, unknown>,
  ): Promise<Told | undefined> {
    const { clock } = this.#life;
    const giveUpAt = clock.now() + GIVE_UP_MS;
    while (clock.now() < giveUpAt) {
      try {
        return await this.#history
          .around(
            op,
            asked,
            () => this.#ask(route, call),
            (told) =>
              told.status < 300
                ? { phase: 'ok', facts: facts(told) }
                : { phase: 'fail', facts: { status: told.status } },
          )
          .then((told) => (told.status < 300 ? told : undefined));
      } catch {
        await clock.sleep(AGAIN_MS + this.#dice.below(AGAIN_MS));
      }
    }
    return undefined;
  }

  /** Rejects when nothing came back, and when the farm says that it could not. */
  async #ask(route: RouteName, call: Call): Promise<Told> {
    const server = this.#dice.one(this.#servers);
    if (!server) throw new Error('no server');
    const over = new AbortController();
    const asked = this.#life.call<Reply>({ ...NETWORK, what: 'read', serve: () => server.handle(route, call) });
    const late = this.#life.clock.sleep(PATIENCE_MS, over.signal).then((): Reply => {
      throw new Error('nobody answered');
    });
    late.catch(() => undefined);
    try {
      const { status, body } = await Promise.race([asked, late]);
      if (status >= 500 || status === 429) throw new Error(`answered ${status}`);
      return { status, body };
    } finally {
      asked.catch(() => undefined);
      over.abort();
    }
  }
}
