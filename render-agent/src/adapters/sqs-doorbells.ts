/**
 * The three lanes as one source. Long polls of all lanes run side by side; the highest lane that rings wins. A ring of a lower lane
 * waits for a higher poll that has only just been sent: its answer, if it has one, is already on the way.
 */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { LANES, type Lane } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Bell, type Doorbells, type Received } from '../ports.ts';
import { LanePoll, type PollResult } from './lane-poll.ts';

export interface SqsDoorbellsOptions {
  client: SQSClient;
  queueUrls: Readonly<Record<Lane, string>>;
  eventsUrl: string;
  clock: Clock;
  log: Logger;
  /** Of one long poll, up to 20. A shorter one shortens the time for which a busy agent still bounces doorbells. */
  waitSeconds: number;
  visibilitySeconds: number;
}

/** A queue that holds a message answers a long poll within this time, nearly always. */
const ANSWER_MS = 40;
const RETRY_MS = 5_000;

export class SqsDoorbells implements Doorbells {
  readonly #options: SqsDoorbellsOptions;
  /** Highest first. */
  readonly #lanes: readonly LanePoll[];
  #listening = 0;

  constructor(options: SqsDoorbellsOptions) {
    this.#options = options;
    this.#lanes = LANES.map(
      (lane) => new LanePoll({ ...options, lane, queueUrl: options.queueUrls[lane], retryMs: RETRY_MS }),
    );
  }

  listening(): number {
    return this.#listening;
  }

  /** Polls that SQS may still answer. */
  outstanding(): number {
    return this.#lanes.filter((lane) => lane.isOutstanding).length;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.settled()));
  }

  /** Abandons polls under way; for the end of the process. */
  close(): void {
    for (const lane of this.#lanes) lane.close();
  }

  async ringEvents({ tenant, job }: { tenant: string; job: string }): Promise<void> {
    const body = JSON.stringify({ v: 1, tenant, job });
    await this.#options.client.send(new SendMessageCommand({ QueueUrl: this.#options.eventsUrl, MessageBody: body }));
  }

  async receive(signal: AbortSignal): Promise<Received> {
    const heard = new Map<LanePoll, PollResult>();
    this.#listening += 1;
    try {
      for (;;) {
        const wake = this.#listen(heard, signal);
        await wake;
        if (signal.aborted) return await this.#giveUp(heard);
        const settled = await this.#settle(heard, signal);
        if (settled) return settled;
      }
    } finally {
      for (const lane of this.#lanes) lane.deafen();
      this.#listening -= 1;
    }
  }

  /** Resolves at the next result of any lane, at the signal, or when the lanes that fail may be tried again. */
  #listen(heard: Map<LanePoll, PollResult>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const woken = new AbortController();
      const wake = (): void => {
        woken.abort();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted) return wake();
      signal.addEventListener('abort', wake, { once: true });
      for (const lane of this.#lanes) {
        if (heard.has(lane)) continue;
        lane.listen((result) => {
          heard.set(lane, result);
          wake();
        });
      }
      const waits = this.#lanes.filter((lane) => lane.isFailing).map((lane) => lane.retryInMs);
      if (waits.length > 0) void this.#options.clock.sleep(Math.min(...waits), woken.signal).then(wake);
    });
  }

  async #settle(heard: Map<LanePoll, PollResult>, signal: AbortSignal): Promise<Received | undefined> {
    const ringing = this.#lanes.find((lane) => heard.get(lane)?.kind === 'bell');
    if (ringing) await this.#waitForHigher(ringing, heard, signal);
    const bells = this.#takeBells(heard);
    const [first, ...rest] = bells;
    await Promise.all(rest.map((bell) => this.#return(bell)));
    if (first) return { kind: 'bell', bell: first };
    const failing = this.#lanes.filter((lane) => lane.isFailing || heard.get(lane)?.kind === 'failed');
    if (failing.length > 0) return { kind: 'unreachable', lanes: failing.map(({ lane }) => lane) };
    return this.#lanes.some((lane) => heard.get(lane)?.kind === 'empty') ? { kind: 'nothing' } : undefined;
  }

  async #waitForHigher(ringing: LanePoll, heard: Map<LanePoll, PollResult>, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const fresh = this.#lanes
      .slice(0, this.#lanes.indexOf(ringing))
      .filter((lane) => lane.isOutstanding && clock.monotonic() - lane.startedAt < ANSWER_MS);
    if (fresh.length === 0) return;
    const patience = new AbortController();
    const answered = new Promise<void>((resolve) => {
      let left = fresh.length;
      for (const lane of fresh)
        lane.listen((result) => {
          heard.set(lane, result);
          left -= 1;
          if (left === 0 || result.kind === 'bell') resolve();
        });
    });
    const waitMs = Math.max(...fresh.map((lane) => ANSWER_MS - (clock.monotonic() - lane.startedAt)));
    await Promise.race([answered, clock.sleep(waitMs, AbortSignal.any([patience.signal, signal]))]);
    patience.abort();
  }

  /** In order of their lanes. */
  #takeBells(heard: Map<LanePoll, PollResult>): Bell[] {
    return this.#lanes.flatMap((lane) => {
      const result = heard.get(lane);
      if (result?.kind !== 'bell') return [];
      heard.delete(lane);
      return [result.bell];
    });
  }

  async #giveUp(heard: Map<LanePoll, PollResult>): Promise<Received> {
    await Promise.all(this.#takeBells(heard).map((bell) => this.#return(bell)));
    return { kind: 'nothing' };
  }

  async #return(bell: Bell): Promise<void> {
    await bell
      .giveBack(0)
      .catch((error: unknown) => this.#options.log.warn('queue.unreachable', { during: 'give-back', error }));
  }
}
