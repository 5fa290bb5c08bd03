/**
 * A thousand clients that send the same request under one idempotency key at once, while the job server is killed again and again: one job, and
 * every client is told the same bytes. The first kill comes after the ledger has the job and before anybody was told.
 */
import { type CheckResult } from '@reelyard/cli';
import { digestOf } from '@reelyard/ledger';
import { type Bench, type BenchReport, mustBe } from './bench.ts';
import { type Answer, Asker } from './outage/asker.ts';
import { type Crew, startCrew, TENANT } from './outage/crew.ts';
import { type Call, type Held, Wire } from './outage/wire.ts';

export interface OneKeyOptions {
  clients: number;
  /** Of the job server, in the middle. */
  kills: number;
  say(text: string): void;
}

export interface OneKeyFigures {
  clients: number;
  kills: number;
  /** Requests under way that each kill broke. */
  brokenByKill: number[];
  /** Every answer to any try, by status; 0 is a connection that broke or was refused. */
  answers: Record<string, number>;
  /** Clients that were told 202 in the end. */
  accepted: number;
  /** Different replies (status, body, Location) among them. */
  differentReplies: number;
  /** Replies without `Idempotent-Replayed`. */
  firstReplies: number;
  jobs: number;
  tasks: number;
  /** From each kill until the next server listens. */
  backMs: number[];
  invariants: Pick<CheckResult, 'ok' | 'lines' | 'violated' | 'violations' | 'missing'>;
}

const KEY = 'one-key';
const QUESTION = {
  method: 'POST' as const,
  path: '/v1/jobs',
  idempotencyKey: KEY,
  body: { engine: 'scripted', project: { steps: [{ sleepMs: 10 }] }, metadata: { order: '4711' } },
};

export async function runOneKeyBench(options: OneKeyOptions): Promise<OneKeyFigures> {
  const opened: { wire?: Wire } = {};
  const crew = await startCrew({
    ...{ agents: 1, say: options.say },
    overrides: async ({ AWS_ENDPOINT_URL = '' }) => {
      opened.wire = await Wire.open(AWS_ENDPOINT_URL);
      return { AWS_ENDPOINT_URL: opened.wire.url };
    },
  });
  try {
    if (!opened.wire) throw new Error('there is no wire');
    return await underKills(crew, opened.wire, options);
  } finally {
    await crew.stop();
    await opened.wire?.close();
  }
}

interface Crowd {
  answers: Answer[];
  accepted: Answer[];
  broken: number;
}

async function underKills(crew: Crew, wire: Wire, { clients, kills, say }: OneKeyOptions): Promise<OneKeyFigures> {
  const asker = new Asker(crew.ground.address, clients);
  const crowd: Crowd = { answers: [], accepted: [], broken: 0 };
  crew.history.note('plan', { faults: ['kill-job-server'] });
  // AWS has done the first submit, and its answer stays here until the server is dead: so each kill meets a request under way, however quickly the others
  // are told.
  const holdOne = (): Held => wire.hold({ at: 'reply', matches: isSubmit });
  let held = holdOne();
  try {
    const all = Promise.all(Array.from({ length: clients }, () => untilAccepted(crew, asker, crowd)));
    const [brokenByKill, backMs]: [number[], number[]] = [[], []];
    for (let kill = 0; kill < kills; kill += 1) {
      await held.reached;
      await until(() => crowd.accepted.length >= Math.floor((kill * clients) / (kills + 1)));
      const before = crowd.broken;
      const killedAt = performance.now();
      await crew.ground.server.kill();
      held.letGo();
      if (kill + 1 < kills) held = holdOne();
      await crew.ground.replaceServer();
      crew.history.note('fault', { kind: 'kill-job-server', times: 1 });
      brokenByKill.push(crowd.broken - before);
      backMs.push(Math.round(performance.now() - killedAt));
      say(`kill ${kill + 1}: ${crowd.broken - before} requests broken, ${crowd.accepted.length} of ${clients} told`);
    }
    await all;
    return { clients, kills, brokenByKill, backMs, ...(await judge(crew, crowd)) };
  } finally {
    await asker.close();
  }
}

/** A transaction that names what is kept of the key. */
const isSubmit = ({ action, body }: Call): boolean => action === 'TransactWriteItems' && body.includes(`I#${TENANT}#`);

const AGAIN_MS = 100;
const END_MS = 60_000;

/** Nobody listened: the server was not there to begin with. */
const isRefused = ({ because = '' }: Answer): boolean => because.includes('ECONNREFUSED');

/** Again while the connection breaks or the server asks for patience, always under the same key. Any other answer ends the run. */
async function untilAccepted(crew: Crew, asker: Asker, crowd: Crowd): Promise<void> {
  for (;;) {
    const answer = await askOnce(crew, asker);
    crowd.answers.push(answer);
    if (answer.status === 202) return void crowd.accepted.push(answer);
    if (answer.status !== 0 && answer.status !== 503)
      throw new Error(`a submit was answered ${answer.status}: ${answer.text}`);
    if (answer.status === 0 && !isRefused(answer)) crowd.broken += 1;
    const waitMs = answer.status === 503 ? Number(answer.headers['retry-after'] ?? 0) * 1_000 : AGAIN_MS;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

async function askOnce({ history }: Crew, asker: Asker): Promise<Answer> {
  let answer: Answer | undefined;
  try {
    await history.around(
      'client.submit',
      { key: digestOf(KEY) },
      async () => {
        answer = await asker.ask(QUESTION);
        if (answer.status !== 202) throw new Error(`answered ${answer.status}`);
        return answer.text;
      },
      (text) => ({ phase: 'ok', facts: { ref: { tenant: TENANT, job: idOf(text) }, reply: digestOf(text) } }),
    );
  } catch (error) {
    if (!answer) throw error;
  }
  if (!answer) throw new Error('no answer');
  return answer;
}

const idOf = (text: string): string => (JSON.parse(text) as { id: string }).id;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function judge(crew: Crew, { answers, accepted }: Crowd) {
  const { items } = await crew.ledger.listJobs({ tenant: TENANT, limit: 100 });
  const told = new Set(accepted.map(({ status, text, headers }) => `${status}\n${headers['location'] ?? ''}\n${text}`));
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  await Promise.all(items.map(({ id }) => crew.said.heard(END_MS, { event: 'task.done', job: id })));
  const check = await crew.judge(
    items.map(({ id }) => id),
    ['faults', 'T4', 'T6'],
  );
  const { lines, violated, violations, missing, ok } = check;
  let tasks = 0;
  for (const { id } of items) tasks += (await crew.ledger.listTasks(id)).length;
  return {
    answers: counts,
    accepted: accepted.length,
    differentReplies: told.size,
    firstReplies: accepted.filter(({ headers }) => headers['idempotent-replayed'] !== 'true').length,
    ...{ jobs: items.length, tasks },
    invariants: { ok, lines, violated, violations, missing },
  };
}

export function missesOf(figures: OneKeyFigures): string[] {
  const { invariants } = figures;
  return [
    ...mustBe('accepted', figures.accepted, { atLeast: figures.clients }),
    ...mustBe('differentReplies', figures.differentReplies, { atLeast: 1, atMost: 1 }),
    ...mustBe('firstReplies', figures.firstReplies, { atMost: 1 }),
    ...mustBe('jobs', figures.jobs, { atLeast: 1, atMost: 1 }),
    ...mustBe('tasks', figures.tasks, { atLeast: 1, atMost: 1 }),
    ...figures.brokenByKill.flatMap((broken, kill) => mustBe(`brokenByKill[${kill}]`, broken, { atLeast: 1 })),
    ...invariants.missing,
    ...invariants.violations.map(({ invariant, because }) => `${invariant}: ${because}`),
  ];
}

export const oneKeyBench: Bench = {
  async run({ jobs = 1_000, say }): Promise<BenchReport> {
    const figures = await runOneKeyBench({ clients: jobs, kills: 5, say });
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
