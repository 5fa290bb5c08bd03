/**
 * `npm run fuzz -- [--requests N] [--seed N] [--json]`: a job server asked everything that its document promises to answer.
 * SIGINT reports what was asked so far. Exit code 1: an answer was wrong, or an operation was never reached with a 2xx; 2: usage.
 */
import { parseArgs } from 'node:util';
import { type FuzzReport, fuzz } from './fuzz.ts';

const usage = `usage: npm run fuzz -- [--requests N] [--seed N] [--json]
  --requests N  how many requests are sent; 2000 unless told
  --seed N      draws the same requests again; by the clock unless told
  --json        one JSON object on standard output`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readFlags() {
  try {
    const options = {
      requests: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function readCount(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const count = Number(text);
  return Number.isSafeInteger(count) && count >= 1
    ? count
    : fail(`--${name} ${text}: a positive integer is needed\n${usage}`);
}

const flags = readFlags();
if (flags.help === true) {
  console.log(usage);
  process.exit(0);
}
const requests = readCount('requests', flags.requests, 2_000);
const seed = readCount('seed', flags.seed, (Date.now() % 1_000_000) + 1);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
const report = await fuzz({ requests, seed, signal: interrupted.signal, say: (text) => console.error(text) });
console.log(flags.json === true ? JSON.stringify({ ok: isGood(report), ...report }) : describe(report));
process.exitCode = isGood(report) ? 0 : 1;

function isGood({ findings, unreached }: FuzzReport): boolean {
  return findings.length === 0 && unreached.length === 0;
}

function describe({ operations, raw, findings, unreached, left, ...run }: FuzzReport): string {
  const rows = Object.entries({ ...operations, 'bytes on the socket': raw }).map(
    ([name, { requests: count, statuses }]) => `${String(count).padStart(6)}  ${name}  ${JSON.stringify(statuses)}`,
  );
  const wrong = findings.map(({ n, why, request, reply }) => `\n${why} (request ${n})\n${request}\n→ ${reply}`);
  const never = unreached.map((name) => `\nnever reached with a 2xx: ${name}`);
  return [...rows, `${run.requests} requests, seed ${run.seed}, ${left} long polls left`, ...wrong, ...never].join(
    '\n',
  );
}
