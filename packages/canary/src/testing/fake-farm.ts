/** A farm for the conductor's tests: answers are what a test puts there, time is moved by hand. */
import { type Instance } from '@reelyard/contracts';
import { ManualClock, type Metric } from '@reelyard/runtime';
import { type Body, type JobSight } from '../core/index.ts';
import { type Answer, type Canary } from '../ports.ts';

export const aVideo = { name: 'video.mp4', contentType: 'video/mp4', bytes: 900, sha256: 'ab', url: 'http://films/1' };

export const aBody = (change: Partial<Body> = {}): Body => ({
  status: 200,
  contentType: 'video/mp4',
  bytes: 900,
  sha256: 'ab',
  head: new Uint8Array(Buffer.from('\0\0\0\x20ftypisom', 'latin1')),
  ...change,
});

export const aJob = (change: Partial<JobSight> = {}): JobSight => ({
  id: 'job_1',
  state: 'queued',
  phase: 'waiting',
  artifacts: [],
  ...change,
});

export const answered = <T>(value: T): Answer<T> => ({ kind: 'answered', value });
export const lost = <T>(): Answer<T> => ({ kind: 'unreachable', because: 'nobody listens' });

export function aMachine(change: Partial<Instance> = {}): Instance {
  return {
    pool: 'spot',
    id: 'i-1',
    state: 'ready',
    version: 1,
    boot: { phase: 'continued', launchedAt: 0, sends: 1 },
    directive: { kind: 'work', epoch: 0, at: 0 },
    createdAt: 0,
    ...change,
  };
}

export class FakeFarm {
  readonly clock = new ManualClock();
  readonly calls: string[] = [];
  readonly events: string[] = [];
  readonly metrics: { at: number; values: Record<string, unknown>; properties: Record<string, unknown> }[] = [];
  machines: Instance[] = [aMachine()];
  submits: Answer<JobSight>[] = [answered(aJob())];
  finds: Answer<JobSight>[] = [answered(aJob({ state: 'succeeded', artifacts: [aVideo] }))];
  body: Answer<Body> = answered(aBody());
  noKey: Error | undefined;

  readonly canary: Canary = {
    listInstances: () => Promise.resolve(this.machines),
    api: {
      authorize: () => (this.noKey ? Promise.reject(this.noKey) : Promise.resolve()),
      submit: (key) => this.#call(`submit ${key}`, next(this.submits)),
      find: (id) => this.#call(`find ${id}`, next(this.finds)),
      cancel: (id) => this.#call(`cancel ${id}`, answered(aJob({ state: 'canceled' }))),
      fetch: (url) => this.#call(`fetch ${url}`, this.body),
    },
    clock: this.clock,
    log: (event) => void this.events.push(event),
    measure: (metrics: readonly Metric[], at, properties) => {
      const values = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
      this.metrics.push({ at, values, properties: { ...properties } });
    },
  };

  #call<T>(name: string, answer: T): Promise<T> {
    this.calls.push(name);
    return Promise.resolve(answer);
  }
}

/** The last answer is given for ever. */
function next<T>(answers: T[]): T {
  const [first] = answers.length > 1 ? answers.splice(0, 1) : answers;
  if (first === undefined) throw new Error('no answer');
  return first;
}
