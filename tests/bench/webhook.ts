/**
 * How long a receiver waits to hear that a job has ended: from the instant that the ledger holds as its end to the arrival of the first attempt at a
 * real receiver, over real processes (job server, agents, loopback AWS) on one machine and one clock. Half of the jobs have a webhook of their own, the
 * others are told to an endpoint of the tenant.
 */
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { startAgentProcess } from './dispatch/agent-process.ts';
import { type Ground, startGround } from './dispatch/dispatch-farm.ts';

const JOBS = 300;
const AGENTS = 2;
/** Submitted and not heard of yet. */
const IN_FLIGHT = 6;
const ENDS = ['job.succeeded', 'job.failed', 'job.canceled'];

interface Heard {
  readonly lagMs: number;
  readonly isOwn: boolean;
}

interface Receiver {
  readonly origin: string;
  /** By job; the first attempt counts. */
  readonly heard: ReadonlyMap<string, Heard>;
  /** Resolves with the next job that is heard of. */
  next(): Promise<void>;
  close(): Promise<void>;
}

async function startReceiver(): Promise<Receiver> {
  const heard = new Map<string, Heard>();
  let waiters: (() => void)[] = [];
  const server = createServer((request, response) => {
    const arrivedAt = Date.now();
    void text(request).then((body) => {
      response.writeHead(204).end();
      const { type, timestamp, data } = JSON.parse(body) as Told;
      if (!ENDS.includes(type) || heard.has(data.job.id)) return;
      heard.set(data.job.id, { lagMs: arrivedAt - Date.parse(timestamp), isOwn: request.url === '/own' });
      for (const resolve of waiters.splice(0)) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    next: () => new Promise((resolve) => waiters.push(resolve)),
    close: async () => {
      waiters = [];
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Told {
  type: string;
  timestamp: string;
  data: { job: { id: string } };
}

export const webhookBench: Bench = {
  async run({ jobs = JOBS, say }): Promise<BenchReport> {
    const receiver = await startReceiver();
    const ground = await startGround(undefined, { FETCH_ALLOW: receiver.origin });
    try {
      const bundle = await ground.bundleAgent();
      for (let n = 0; n < AGENTS; n += 1) {
        const agent = await startAgentProcess(bundle, ground.agentEnv(`i-hook-${n}`));
        ground.onStop(agent.stop);
      }
      await call(ground, '/v1/webhook-endpoints', { url: `${receiver.origin}/all`, events: ['job.succeeded'] });
      // A server takes ten seconds to notice the first endpoint of a tenant; a warm-up is told to its own webhook.
      await submitAll(ground, receiver, { jobs: 10, isOwnAlone: true });
      const warm = receiver.heard.size;
      say(`${jobs} jobs, ${IN_FLIGHT} in flight, ${AGENTS} agents`);
      await submitAll(ground, receiver, { jobs, isOwnAlone: false });
      return report([...receiver.heard.values()].slice(warm));
    } finally {
      await ground.stop();
      await receiver.close();
    }
  },
};

/** Each is submitted once another was heard of, and the call resolves when all were. */
async function submitAll(
  ground: Ground,
  receiver: Receiver,
  { jobs, isOwnAlone }: { jobs: number; isOwnAlone: boolean },
): Promise<void> {
  const before = receiver.heard.size;
  for (let n = 0; n < jobs; n += 1) {
    while (n - (receiver.heard.size - before) >= IN_FLIGHT) await receiver.next();
    const webhook = { url: `${receiver.origin}/own`, events: ['job.succeeded'] };
    const isOwn = isOwnAlone || n % 2 === 0;
    await call(ground, '/v1/jobs', { engine: 'scripted', project: { steps: [] }, ...(isOwn ? { webhook } : {}) });
  }
  while (receiver.heard.size - before < jobs) await receiver.next();
}

async function call({ address }: Ground, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${address.key}`, 'content-type': 'application/json' };
  const reply = await fetch(`${address.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
}

/** The limit of docs/explanation/performance.md. */
function report(heard: readonly Heard[]): BenchReport {
  const of = (those: readonly Heard[]) => {
    const lags = those.map(({ lagMs }) => lagMs);
    return { jobs: lags.length, p50Ms: quantile(lags, 0.5), p95Ms: quantile(lags, 0.95), maxMs: Math.max(...lags) };
  };
  const endedToHeard = of(heard);
  return {
    figures: {
      endedToHeard,
      ofTheJobsOwn: of(heard.filter(({ isOwn }) => isOwn)),
      // A job with one of its own is told to both; whichever came first counts.
      ofEndpoints: of(heard.filter(({ isOwn }) => !isOwn)),
    },
    misses: mustBe('endedToHeard.p95Ms', endedToHeard.p95Ms, { atMost: 1_000 }),
  };
}
