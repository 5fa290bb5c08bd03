/**
 * What a thousand open streams cost one job server, and how late an event is, while jobs change as they do in a farm of a hundred slots: each
 * renders for 50 s and beats every 10 s, so two start and two end each second. An ended job's stream ends, and the next job's takes its place.
 * The delay counts from before the commit until the client has the bytes.
 */
import { join, resolve } from 'node:path';
import { type Lease } from '@reelyard/ledger';
import { createActingAgent } from '../support/acting-agent.ts';
import { type ApiServer, TENANTS, type Tenant, startApiServer } from '../support/api-server.ts';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { bundleService } from './bundle-service.ts';
import { flagsOfImage } from './image-flags.ts';
import { type HeardEvent, type StreamReader, openReader } from './streams/reader.ts';

export interface StreamsFigures {
  readonly streams: number;
  readonly seconds: number;
  /** Of the server: with all streams open, at its highest, over before the first. */
  readonly extraRssMb: number;
  readonly rssMb: number;
  /** CPU of the server over the time of the run, with everything else that it does. */
  readonly cores: number;
  readonly events: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly streamsBroken: number;
}

const rendering = 100;
const renderSeconds = 50;
const beatSeconds = 10;
const openAtOnce = 25;
const fillPerSecond = 10;
const warmupSeconds = 15;
const repository = resolve(import.meta.dirname, '../..');
const body = JSON.stringify({
  composition: {
    canvas: { width: 320, height: 180 },
    tracks: [{ clips: [{ length: 2, asset: { kind: 'color', color: '#102030' } }] }],
  },
});

interface Followed {
  readonly tenant: Tenant;
  readonly id: string;
  readonly reader: StreamReader;
}

interface Rendering {
  readonly item: Followed;
  readonly lease: Lease;
  readonly startedSecond: number;
  beats: number;
}

export async function runStreamsBench({
  jobs: streams = 1_000,
  seconds = 60,
  say,
}: {
  jobs?: number;
  seconds?: number;
  say(text: string): void;
}): Promise<StreamsFigures> {
  const bundle = (dir: string): Promise<string> =>
    bundleService(join(repository, 'job-server/src/main.ts'), join(dir, 'server.mjs'));
  const profile = process.env['BENCH_PROFILE'];
  const argv = [...flagsOfImage(), ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
  const server = await startApiServer({ bundle, argv });
  try {
    return await measure(server, { streams, seconds, say });
  } finally {
    await server.stop();
  }
}

interface Run {
  readonly streams: number;
  readonly seconds: number;
  say(text: string): void;
}

async function measure(server: ApiServer, { streams, seconds, say }: Run): Promise<StreamsFigures> {
  const heard: HeardEvent[] = [];
  const crowd = createCrowd(server, (event) => heard.push(event));
  const fleet = createFleet(server, crowd);
  say(`submitting ${streams} jobs`);
  await inParts(streams, crowd.submit);
  await rest(3);
  const before = server.process.rssMb();
  say(`opening ${streams} streams`);
  await crowd.openAll();
  say('warming up');
  for (let second = 0; second < warmupSeconds; second += 1) await fleet(second);
  heard.length = 0;
  const [cpuMs, startedAt] = [server.process.cpuMs(), performance.now()];
  let rssMb = server.process.rssMb();
  say(`${seconds} s`);
  for (let second = warmupSeconds; second < warmupSeconds + seconds; second += 1) {
    await fleet(second);
    rssMb = Math.max(rssMb, server.process.rssMb());
  }
  const cores = (server.process.cpuMs() - cpuMs) / (performance.now() - startedAt);
  const late = heard.map(({ at, heardAt }) => heardAt - at);
  const figures = {
    ...{ streams, seconds, rssMb, extraRssMb: rssMb - before, cores: round(cores, 100), events: late.length },
    ...{
      p50Ms: quantile(late, 0.5),
      p95Ms: quantile(late, 0.95),
      p99Ms: quantile(late, 0.99),
      streamsBroken: crowd.broken(),
    },
  };
  crowd.close();
  return figures;
}

/** Jobs that wait, and those that a stream follows. */
function createCrowd(server: ApiServer, hear: (event: HeardEvent) => void) {
  const waiting: { tenant: Tenant; id: string }[] = [];
  const open = new Set<StreamReader>();
  const followed: Followed[] = [];
  let broken = 0;
  let made = 0;
  const submit = async (): Promise<void> => {
    const tenant = TENANTS[made % TENANTS.length] ?? 'acme';
    made += 1;
    const headers = { authorization: `Bearer ${server.key(tenant, 'render')}`, 'content-type': 'application/json' };
    const reply = await fetch(`${server.url}/v1/jobs`, { method: 'POST', headers, body });
    if (reply.status !== 202) throw new Error(`a submit was answered with ${reply.status}`);
    waiting.push({ tenant, id: ((await reply.json()) as { id: string }).id });
  };
  const follow = async (): Promise<void> => {
    const job = waiting.shift();
    if (!job) throw new Error('there is no job to follow');
    const reader = openReader(`${server.url}/v1/jobs/${job.id}/events?after=1`, server.key(job.tenant, 'read'), hear);
    await reader.opened;
    open.add(reader);
    followed.push({ ...job, reader });
    // Whose job has ended was let go before.
    void reader.ended.then(() => (broken += open.delete(reader) ? 1 : 0));
  };
  const letGo = ({ reader }: Followed): boolean => open.delete(reader);
  return {
    ...{ submit, follow, followed, letGo },
    openAll: () => inParts(waiting.length, follow),
    broken: () => broken,
    close: () => {
      for (const reader of [...open]) {
        open.delete(reader);
        reader.close();
      }
    },
  };
}

type Crowd = ReturnType<typeof createCrowd>;

/** A hundred slots, all of them taken, at every stage of their jobs. */
function createFleet(server: ApiServer, crowd: Crowd): (second: number) => Promise<void> {
  const agent = createActingAgent(server.ledger);
  const busy: Rendering[] = [];
  const begin = async (startedSecond: number): Promise<void> => {
    const item = crowd.followed.shift();
    if (!item) throw new Error('nothing waits');
    const lease = await agent.claim(item.tenant, item.id);
    if (!lease) throw new Error('the ledger refused the claim');
    busy.push({ item, lease, startedSecond, beats: 0 });
  };
  const end = async (done: Rendering): Promise<void> => {
    busy.splice(busy.indexOf(done), 1);
    crowd.letGo(done.item);
    await agent.complete(done.lease);
    await crowd.submit();
    await crowd.follow();
  };
  const beat = (item: Rendering): Promise<void> => {
    item.beats += 1;
    return agent.beat(item.lease, item.beats, item.beats / 10);
  };
  return async (now) => {
    const until = performance.now() + 1_000;
    const ages = busy.map((item) => ({ item, age: now - item.startedSecond }));
    const over = ages.filter(({ age }) => age >= renderSeconds).map(({ item }) => item);
    const due = ages.filter(({ age }) => age > 0 && age < renderSeconds && age % beatSeconds === 0);
    const free = rendering - busy.length;
    // A fleet that is found at work: its jobs began at all times.
    const found = Array.from(
      { length: Math.min(free, fillPerSecond) },
      (_, n) => now - ((busy.length + n) % renderSeconds),
    );
    const steps = [
      ...due.map(
        ({ item }) =>
          () =>
            beat(item),
      ),
      ...over.map((item) => () => end(item).then(() => begin(now))),
      ...found.map((startedSecond) => () => begin(startedSecond)),
    ];
    await spread(steps, until);
  };
}

/** Evenly over the time until then: a farm has no metronome. */
async function spread(steps: readonly (() => Promise<void>)[], until: number): Promise<void> {
  const startedAt = performance.now();
  const gap = (until - startedAt) / (steps.length + 1);
  const running = steps.map(async (step, n) => {
    await rest((gap * (n + 1)) / 1_000);
    await step();
  });
  await Promise.all([...running, rest((until - startedAt) / 1_000)]);
}

async function inParts(count: number, each: () => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += openAtOnce) {
    await Promise.all(Array.from({ length: Math.min(openAtOnce, count - from) }, each));
  }
}

const rest = (seconds: number): Promise<void> =>
  new Promise((resolve_) => setTimeout(resolve_, Math.max(0, seconds * 1_000)));
const round = (value: number, steps: number): number => Math.round(value * steps) / steps;

/** The promises of one server: 150 MB and 0.3 core for a thousand streams, events within 1.5 s. */
export function missesOf(figures: StreamsFigures): string[] {
  return [
    ...mustBe('extraRssMb', figures.extraRssMb, { atMost: 150 }),
    ...mustBe('cores', figures.cores, { atMost: 0.3 }),
    ...mustBe('p95Ms', figures.p95Ms, { atMost: 1_500 }),
    ...mustBe('events', figures.events, { atLeast: figures.seconds }),
    ...mustBe('streamsBroken', figures.streamsBroken, { atMost: 0 }),
  ];
}

export const streamsBench: Bench = {
  async run({ jobs, seconds, say }): Promise<BenchReport> {
    const figures = await runStreamsBench({
      ...(jobs === undefined ? {} : { jobs }),
      ...(seconds === undefined ? {} : { seconds }),
      say,
    });
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
