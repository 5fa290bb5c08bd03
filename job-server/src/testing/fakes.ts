/** The world of a job server in memory, with handles for what tests want to see or break. */
import { FarmError, type Lane } from '@reelyard/contracts';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type MediaProber, type MediaStore } from '../assets/ports.ts';
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
  readonly contents: Map<string, Buffer>;
  /** Set to make every removal fail. */
  fault: Error | undefined;
}

export function fakeStorage(): FakeStorage {
  const objects = new Set<string>();
  const contents = new Map<string, Buffer>();
  const storage: FakeStorage = {
    objects,
    contents,
    fault: undefined,
    put: async (key, body) => void contents.set(key, body),
    get: async (key) => {
      const body = contents.get(key);
      if (!body) throw new FarmError('storage-unavailable', `there is no ${key}`);
      return body;
    },
    remove: async (key) => {
      if (storage.fault) throw storage.fault;
      contents.delete(key);
      objects.delete(key);
    },
    uri: (key) => `s3://artifacts/${key}`,
    exists: async (key) => objects.has(key),
    signGet: async (key, seconds) => `https://artifacts.example/${key}?expires=${seconds}`,
    signPut: async (key, { contentType }, seconds) => ({
      url: `https://artifacts.example/${key}?expires=${seconds}`,
      headers: { 'content-type': contentType },
    }),
  };
  return storage;
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

export interface FakeMediaStore extends MediaStore {
  readonly bodies: Map<string, Buffer>;
  /** Set to make every write fail. */
  fault: Error | undefined;
}

/** What is uploaded past the farm is in `objects` of the storage, with or without a body. */
export function fakeMediaStore({ objects }: Pick<FakeStorage, 'objects'>): FakeMediaStore {
  const bodies = new Map<string, Buffer>();
  const store: FakeMediaStore = {
    bodies,
    fault: undefined,
    head: async (key) => {
      const body = bodies.get(key);
      if (!body && !objects.has(key)) return undefined;
      return { bytes: body?.length ?? 0, etag: sha256Of(body ?? key) };
    },
    putStream: async (key, body) => {
      const content = await buffer(body);
      if (store.fault) throw store.fault;
      bodies.set(key, content);
      return { bytes: content.length, sha256: sha256Of(content) };
    },
    read: async (key, { offset, size }) => bodies.get(key)?.subarray(offset, offset + size) ?? Buffer.alloc(0),
    remove: async (key) => {
      objects.delete(key);
      bodies.delete(key);
    },
  };
  return store;
}

const sha256Of = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** Whatever an asset is shown as, it fits. */
export const fakeProber = (): MediaProber => ({
  probe: async () => ({ streams: [{ kind: 'video' }, { kind: 'audio' }, { kind: 'image' }] }),
  stop: async () => undefined,
});
