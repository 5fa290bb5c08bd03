/**
 * Asks a real job server everything its own document promises to answer, and judges each answer. Invariant: operations come from the served
 * document alone, so a new one is asked without a word here. Requests are drawn from a seed; what they are about comes from replies.
 */
import { type ActingAgent, createActingAgent } from '../support/acting-agent.ts';
import { type ApiServer, KEY_IDS, startApiServer } from '../support/api-server.ts';
import { type ApiDocument, type FuzzedOperation, readDocument } from './api-document.ts';
import { type Harvest, createHarvest } from './harvest.ts';
import { rawRequests } from './hostile.ts';
import { type Answered, findOperation, judge, judgeProblem, parse } from './judge.ts';
import { type Access, type Plan, type Planner, createPlanner } from './plan-request.ts';
import { type Outcome, createSender } from './send.ts';
import { moveJob, startReceiver, upload, urisOf } from './surroundings.ts';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Asks nothing more once it aborts, and reports what was asked. */
  readonly signal?: AbortSignal;
  say(text: string): void;
}

export interface Finding {
  /** The request's number: the same seed draws it again. */
  readonly n: number;
  readonly why: string;
  readonly request: string;
  readonly reply: string;
}

export interface OperationCount {
  requests: number;
  readonly statuses: Record<string, number>;
}

export interface FuzzReport {
  readonly seed: number;
  readonly requests: number;
  readonly operations: Readonly<Record<string, OperationCount>>;
  /** Operations that never answered with a 2xx. */
  readonly unreached: readonly string[];
  readonly findings: readonly Finding[];
  /** Written byte for byte to a socket. */
  readonly raw: OperationCount;
  /** Long polls that were given up. */
  readonly left: number;
}

const workers = 4;
const mostFindings = 25;
const rawEach = 31;
const moveEach = 3;

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const receiver = await startReceiver();
  // Deliveries leave soon, and may go to the receiver.
  const server = await startApiServer({ env: { FETCH_ALLOW: receiver.origin, DISPATCH_MS: '200' } });
  try {
    const document = await readDocument(server.url);
    const run = createRun(options, server, document, receiver.origin);
    await Promise.all(Array.from({ length: workers }, () => run.work()));
    run.sender.close();
    return run.report();
  } finally {
    await server.stop();
    await receiver.stop();
  }
}

interface Asked {
  readonly operation: FuzzedOperation;
  readonly planner: Planner;
  readonly count: OperationCount;
  isReached: boolean;
}

const newCount = (): OperationCount => ({ requests: 0, statuses: {} });
const isSuccess = (status: string | number): boolean => Math.floor(Number(status) / 100) === 2;

function countIn(count: OperationCount, status: string | number): void {
  count.requests += 1;
  count.statuses[status] = (count.statuses[status] ?? 0) + 1;
}

function createRun(
  { requests, seed, signal, say }: FuzzOptions,
  server: ApiServer,
  document: ApiDocument,
  receiver: string,
) {
  const harvest = createHarvest((segment) => !KEY_IDS.has(segment));
  const uri = urisOf(receiver);
  const asked = document.operations.map((operation): Asked => ({
    ...{ operation, planner: createPlanner(operation, { document, harvest, uri }), count: newCount() },
    isReached: !Object.keys(operation.replies).some(isSuccess),
  }));
  const findings: Finding[] = [];
  const raw = newCount();
  let left = 0;
  let next = 0;
  const sender = createSender(server.url);
  const agent = createActingAgent(server.ledger);
  const find = createFinder(findings, say);
  const ask = async (n: number, draw: number): Promise<void> => {
    const chosen = choose(asked, draw, requests - n);
    const plan = chosen.planner(draw);
    const outcome = await sender.send({ ...plan, headers: { ...plan.headers, ...keyOf(plan.access, server) } });
    const met = findOperation(plan, document);
    const target = asked.find(({ operation }) => operation === met) ?? chosen;
    if (outcome.kind === 'left') left += 1;
    countIn(target.count, outcome.kind === 'answered' ? outcome.status : outcome.kind);
    if (outcome.kind === 'broken') find(n, outcome.because, show(plan), '');
    if (outcome.kind !== 'answered') return;
    const why = judge(plan, outcome, document);
    if (why !== undefined) find(n, why, show(plan), showReply(outcome));
    if (isSuccess(outcome.status) && plan.method !== 'HEAD') target.isReached = true;
    if (isSuccess(outcome.status) && plan.access !== 'foreign') await learn(plan, outcome, harvest);
  };
  const askRaw = async (n: number, draw: number): Promise<void> => {
    const bytes = (rawRequests[draw % rawRequests.length] ?? '').replace('KEY', server.key('acme', 'admin'));
    const outcome = await sender.sendRaw(bytes);
    countIn(raw, outcome.kind === 'answered' ? outcome.status : 'silence');
    const why = judgeRaw(outcome, document);
    if (why !== undefined && outcome.kind === 'answered') find(n, why, bytes, showReply(outcome));
  };
  const work = async (): Promise<void> => {
    while (next < requests && findings.length < mostFindings && signal?.aborted !== true) {
      const n = next;
      next += 1;
      if (n % 1_000 === 999) say(`${n + 1} requests, ${findings.length} findings`);
      const draw = drawOf(seed, n);
      if (n % rawEach === rawEach - 1) await askRaw(n, draw);
      else await ask(n, draw);
      if (n % moveEach === 0) await move(agent, harvest, draw >> 3);
    }
  };
  const report = (): FuzzReport => ({
    ...{ seed, requests: next, findings, raw, left },
    operations: Object.fromEntries(asked.map(({ operation, count }) => [operation.name, count])),
    unreached: asked.filter(({ isReached }) => !isReached).map(({ operation }) => operation.name),
  });
  return { sender, work, report };
}

async function move(agent: ActingAgent, harvest: Harvest, draw: number): Promise<void> {
  const jobs = harvest.named('job');
  const job = jobs[draw % Math.max(1, jobs.length)];
  if (job !== undefined) await moveJob(agent, 'acme', job, draw);
}

type Find = (n: number, why: string, request: string, reply: string) => void;

/** One of a kind is enough to mend it. */
function createFinder(findings: Finding[], say: (text: string) => void): Find {
  const known = new Set<string>();
  return (n, why, request, reply) => {
    const kind = `${why} ${request.split(/[ ?]/, 2).join(' ')}`.replaceAll(/\w+_[0-9A-Z]{26}/g, 'id');
    if (known.has(kind)) return;
    known.add(kind);
    say(`${why} (request ${n})\n${request.slice(0, 1_500)}\n→ ${reply.slice(0, 800)}`);
    if (findings.length < mostFindings)
      findings.push({ n, why, request: request.slice(0, 1_500), reply: reply.slice(0, 800) });
  };
}

/** The n-th draw of a seed, 0 ≤ draw < 2³¹, evenly: splitmix32. */
function drawOf(seed: number, n: number): number {
  let z = (Math.imul(seed, 0x85ebca6b) + Math.imul(n + 1, 0x9e3779b9)) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 1;
}

/** Requests that are kept for each operation that nobody asked for yet: another method may be another operation. */
const keptEach = 4;

/**
 * Those that were never reached come sooner; what deletes comes seldom, or there is nothing left to ask about. None is left out by chance alone.
 * @param left of all requests
 */
function choose(all: readonly Asked[], draw: number, left: number): Asked {
  const silent = all.filter(({ count }) => count.requests === 0);
  const asked = left <= keptEach * silent.length ? silent : all;
  const weights = asked.map(
    ({ operation, isReached }) => (isReached ? 1 : 4) * (operation.method === 'DELETE' ? 0.4 : 1),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let at = ((draw % 100_003) / 100_003) * sum;
  for (const [index, item] of asked.entries()) {
    at -= weights[index] ?? 0;
    if (at < 0) return item;
  }
  throw new Error('the document has no operation');
}

function keyOf(access: Access, server: ApiServer): Record<string, string> {
  switch (access) {
    case 'none':
      return {};
    case 'wrong':
      return { authorization: 'Bearer ryk_acme_k1_ffffffffffffffff' };
    case 'foreign':
      return { 'x-api-key': server.key('globex', 'admin') };
    default:
      return { authorization: `Bearer ${server.key('acme', access)}` };
  }
}

async function learn(plan: Plan, { headers, text }: Answered, harvest: Harvest): Promise<void> {
  const body = parse(text);
  harvest.add(plan.path, headers, body);
  await upload(plan.value?.json, body);
}

function judgeRaw(outcome: Outcome, document: ApiDocument): string | undefined {
  if (outcome.kind !== 'answered' || Number.isNaN(outcome.status)) return undefined;
  if (outcome.status >= 500) return 'a 5xx though nothing failed';
  return outcome.status < 400 ? undefined : judgeProblem(outcome, document);
}

const show = ({ method, path, headers, body, access }: Plan): string =>
  `${method} ${path} as ${access} ${JSON.stringify(headers)}\n${body === undefined ? '' : body.toString().slice(0, 1_200)}`;

const showReply = ({ status, headers, text }: Answered): string =>
  `${status} ${String(headers['content-type'])}\n${text}`;
