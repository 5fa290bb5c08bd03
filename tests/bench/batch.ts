/**
 * How fast a spreadsheet becomes jobs: one request of CSV, written as fast as the server takes it, while an agent with the built-in engine waits for work. The
 * agent is ended once it has claimed its first row, since what is measured is the intake: server, local-cloud and this client share the machine.
 */
import { request } from 'node:http';
import { loadavg } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFfmpeg } from '@reelyard/engines';
import { type Bench, type BenchReport, mustBe } from './bench.ts';
import { startAgentProcess } from './dispatch/agent-process.ts';
import { type Ground, startGround } from './dispatch/dispatch-farm.ts';

export interface BatchFigures {
  readonly rows: number;
  /** From the first byte of the request until every row is a durable job. */
  readonly seconds: number;
  /** The same until its answer: what cannot be worked off in 20 s is kept, and submitted after it. */
  readonly answeredAfterSeconds: number;
  readonly rowsPerSecond: number;
  /** Seconds after the first byte. */
  readonly firstClaimedAfterSeconds: number;
  /** When its job was made: a row is read no earlier than there is room to work it off. */
  readonly lastRowAfterSeconds: number;
  readonly cpuMsPerRow: { readonly server: number; readonly cloud: number };
  /** Of the job server: before, and the most that was seen. */
  readonly rssMb: { readonly before: number; readonly peak: number };
  readonly accepted: number;
  readonly load: { readonly before: number; readonly after: number };
}

const composition = {
  canvas: { width: 320, height: 180, fps: { num: 25, den: 1 } },
  variables: { title: { type: 'string', maxLength: 60 }, seconds: { type: 'number', minimum: 1, maximum: 60 } },
  tracks: [{ clips: [{ start: 0, length: '{{seconds}}', asset: { kind: 'text', text: '{{title}}' } }] }],
  outputs: [{ kind: 'mp4' }],
};

export async function runBatchBench(rows: number, say: (text: string) => void): Promise<BatchFigures> {
  const engine = { name: 'reel', dir: resolve(import.meta.dirname, '../../engines/reel') };
  const ground = await startGround(engine);
  try {
    const template = await post<{ id: string }>(ground, '/v1/templates', { name: 'bench', composition });
    const ffmpeg = findFfmpeg(process.env);
    if (ffmpeg === undefined) throw new Error('no ffmpeg was found; set FFMPEG_PATH');
    const env = { ...ground.agentEnv('i-bench'), FFMPEG_PATH: ffmpeg };
    const agent = await startAgentProcess(await ground.bundleAgent(), env);
    let firstClaimedAt: number | undefined;
    const ended = new Promise<void>((done, failed) => {
      agent.onRecord(({ event }) => {
        if (event !== 'task.claimed' || firstClaimedAt !== undefined) return;
        firstClaimedAt = Date.now();
        agent.stop().then(done, failed);
      });
    });
    say(`${rows} rows of CSV`);
    const figures = await measure(ground, template.id, rows, () => firstClaimedAt);
    await ended;
    return figures;
  } finally {
    await ground.stop();
  }
}

async function measure(
  ground: Ground,
  template: string,
  rows: number,
  findClaimed: () => number | undefined,
): Promise<BatchFigures> {
  const { server, cloud } = ground;
  const before = { server: server.cpuMs(), cloud: cloud.cpuMs(), rss: server.rssMb(), load: loadNow() };
  let peak = before.rss;
  const sampler = setInterval(() => (peak = Math.max(peak, server.rssMb())), 200);
  const [startedAt, begunAt] = [performance.now(), Date.now()];
  const body = function* (): Generator<string> {
    yield 'title,seconds\n';
    for (let row = 1; row <= rows; row += 1) yield `Spring sale ${row}: ${row % 70} % off,${1 + (row % 5)}\n`;
  };
  const reply = await stream(ground, `/v1/batches?templateId=${template}`, body());
  const answeredAfterSeconds = round((performance.now() - startedAt) / 1_000);
  const accepted = await untilAccepted(ground, reply.id);
  const endedAt = performance.now();
  clearInterval(sampler);
  const each = (name: 'server' | 'cloud'): number => round((ground[name].cpuMs() - before[name]) / rows, 100);
  const seconds = (endedAt - startedAt) / 1_000;
  return {
    ...{ rows, seconds: round(seconds), answeredAfterSeconds, rowsPerSecond: round(rows / seconds) },
    firstClaimedAfterSeconds: round(((findClaimed() ?? Number.NaN) - begunAt) / 1_000, 100),
    lastRowAfterSeconds: round(((await newestJobAt(ground)) - begunAt) / 1_000, 100),
    cpuMsPerRow: { server: each('server'), cloud: each('cloud') },
    rssMb: { before: before.rss, peak },
    accepted,
    load: { before: before.load, after: loadNow() },
  };
}

interface Accepted {
  readonly id: string;
  readonly state: string;
  readonly rows: { readonly accepted: number };
}

async function stream({ address }: Ground, path: string, body: Iterable<string>): Promise<Accepted> {
  const headers = { authorization: `Bearer ${address.key}`, 'content-type': 'text/csv' };
  const asked = request(`${address.url}${path}`, { method: 'POST', headers });
  const answered = new Promise<Accepted>((done, failed) => {
    asked.once('error', failed).once('response', (response) => {
      Readable.from(response)
        .toArray()
        .then((chunks) => {
          const text = Buffer.concat(chunks as Buffer[]).toString();
          if (response.statusCode !== 202) throw new Error(`${response.statusCode ?? 0}: ${text}`);
          done(JSON.parse(text) as Accepted);
        })
        .catch(failed);
    });
  });
  await Promise.all([pipeline(Readable.from(body), asked), answered]);
  return answered;
}

async function untilAccepted({ address }: Ground, id: string): Promise<number> {
  for (;;) {
    const headers = { authorization: `Bearer ${address.key}` };
    const batch = (await (await fetch(`${address.url}/v1/batches/${id}`, { headers })).json()) as Accepted;
    if (batch.state === 'accepted') return batch.rows.accepted;
    await sleep(500);
  }
}

async function newestJobAt({ address }: Ground): Promise<number> {
  const reply = await fetch(`${address.url}/v1/jobs?limit=1`, { headers: { authorization: `Bearer ${address.key}` } });
  const { jobs } = (await reply.json()) as { jobs: { createdAt: string }[] };
  return Date.parse(jobs[0]?.createdAt ?? '');
}

async function post<T>({ address }: Ground, path: string, body: object): Promise<T> {
  const headers = { authorization: `Bearer ${address.key}`, 'content-type': 'application/json' };
  const reply = await fetch(`${address.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as T;
}

const loadNow = (): number => round(loadavg()[0] ?? 0);

const round = (value: number, steps = 10): number => Math.round(value * steps) / steps;

/** 10,000 rows in 20 s and the first of them on its way meanwhile; memory does not know how many rows there are. */
export function missesOf(figures: BatchFigures): string[] {
  const { rows, seconds, accepted, firstClaimedAfterSeconds, lastRowAfterSeconds, rssMb } = figures;
  const isOverlapped = firstClaimedAfterSeconds < lastRowAfterSeconds;
  return [
    ...mustBe('seconds per 10,000 rows', (seconds * 10_000) / rows, { atMost: 20 }),
    ...mustBe('accepted', accepted, { atLeast: rows }),
    ...(isOverlapped ? [] : ['the first row was claimed only after the last one was read']),
    ...mustBe('rssMb.peak', rssMb.peak, { atMost: 300 }),
  ];
}

export const batchBench: Bench = {
  async run({ jobs = 10_000, say }): Promise<BenchReport> {
    const figures = await runBatchBench(jobs, say);
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
