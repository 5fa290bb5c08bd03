/** The world of a job server in memory, with handles for what tests want to see or break. */
import { type Lane } from '@reelyard/contracts';
import { type Bell, type LaneQueues, type Meter, type ScalerDoor, type Storage } from '../ports.ts';

export interface FakeQueues extends LaneQueues {
  readonly sent: { lane: Lane; bell: Bell }[];
  /** Set to make every call fail. */
  fault: Error | undefined;
  /** Messages that the lanes claim to hold; by default all that were sent. */
  held: number | undefined;
}

export function fakeQueues(): FakeQueues {
  const queues: FakeQueues = {
    sent: [],
    fault: undefined,
    held: undefined,
    async send(lane, bells) {
      if (queues.fault) throw queues.fault;
      queues.sent.push(...bells.map((bell) => ({ lane, bell })));
      return bells.map(() => true);
    },
    async depth(lane) {
      if (queues.fault) throw queues.fault;
      return queues.held ?? queues.sent.filter((item) => item.lane === lane).length;
    },
  };
  return queues;
}

export interface FakeStorage extends Storage {
  readonly objects: Set<string>;
}

export function fakeStorage(): FakeStorage {
  const objects = new Set<string>();
  return {
    objects,
    uri: (key) => `s3://artifacts/${key}`,
    exists: async (key) => objects.has(key),
    signGet: async (key, seconds) => `https://artifacts.example/${key}?expires=${seconds}`,
    signPut: async (key, { contentType }, seconds) => ({
      url: `https://artifacts.example/${key}?expires=${seconds}`,
      headers: { 'content-type': contentType },
    }),
  };
}

export interface FakeScaler extends ScalerDoor {
  readonly calls: number;
  fault: Error | undefined;
}

export function fakeScaler(): FakeScaler {
  let calls = 0;
  const scaler: FakeScaler = {
    get calls() {
      return calls;
    },
    fault: undefined,
    async invoke() {
      calls += 1;
      if (scaler.fault) throw scaler.fault;
    },
  };
  return scaler;
}

export function fakeMeter(): Meter & { readonly counts: Map<string, number>; flush(): void } {
  const counts = new Map<string, number>();
  return {
    counts,
    count: (name, _lane, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
    time: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    flush: () => undefined,
  };
}
