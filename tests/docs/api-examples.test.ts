import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startReceiver } from '../fuzz/surroundings.ts';
import { createActingAgent } from '../support/acting-agent.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { type Step, findMismatches, findShown, isKindOf, readSteps } from './api-examples.ts';

const read = (file: string): string => readFileSync(new URL(`../../docs/reference/${file}`, import.meta.url), 'utf8');
const steps = readSteps(read('api-examples.md'));

describe('an example of a page', () => {
  const [first, second] = readSteps(
    [
      '```console',
      '$ curl a \\',
      '  -d b',
      'HTTP/1.1 202 Accepted',
      '',
      '{ "id": "job_…" }',
      '$ JOB=job_…',
      '$ curl c',
      '```',
    ].join('\n'),
  );

  it('is a command, what comes back, and the names of values', () => {
    expect(first).toEqual({
      command: 'curl a \\\n  -d b',
      status: 202,
      body: '{ "id": "job_…" }',
      captures: { JOB: 'job_…' },
      line: 2,
    });
    expect(second).toMatchObject({ command: 'curl c', status: undefined, body: '' });
  });

  it('stands for what begins and ends so, and for nothing else', () => {
    expect([isKindOf('job_…', 'job_1'), isKindOf('job_…', 'tpl_1'), isKindOf('a', 'b')]).toEqual([true, false, false]);
    expect(findMismatches({ a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }], d: 3 })).toEqual([]);
    expect(findMismatches({ a: [{ b: 1 }] }, { a: [{ b: 2 }] })).toEqual(['/a/0/b: 1 is shown, 2 came']);
    expect(findMismatches({ a: [1] }, { a: [] })).toHaveLength(1);
    expect(findShown({ a: { b: 'x_…' } }, { a: { b: 'x_7' } }, 'x_…')).toBe('x_7');
  });
});

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI'] === 'true') throw new Error('CI requires curl: the examples of the API are run with it');
    return false;
  }
}

const isRun = hasCurl();
if (!isRun) console.warn('skipped: the examples of docs/reference/api-examples.md, for this machine has no curl');

describe('the examples of the API', () => {
  let server: ApiServer;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let env: Record<string, string> = {};
  beforeAll(async () => {
    receiver = await startReceiver();
    server = await startApiServer({ env: { FETCH_ALLOW: receiver.origin, DISPATCH_MS: '100' } });
    env = {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      REELYARD_URL: server.url,
      REELYARD_KEY: server.key('acme', 'admin'),
      HOOK_URL: `${receiver.origin}/200`,
    };
  });
  afterAll(async () => {
    await server.stop();
    await receiver.stop();
  });

  /** The farm renders what the page calls a video. */
  const render = async (job: string | undefined): Promise<void> => {
    if (job === undefined) return;
    const agent = createActingAgent(server.ledger);
    const lease = await agent.claim('acme', job);
    if (!lease) throw new Error('the ledger refused the claim');
    await agent.complete(lease);
  };

  it('show every operation of the document', () => {
    const { paths } = JSON.parse(read('openapi.json')) as { paths: Record<string, Record<string, unknown>> };
    const shown = steps.map(({ command }) => callOf(command));
    const missing = Object.entries(paths).flatMap(([path, methods]) => {
      const pattern = new RegExp(`^${path.replaceAll(/[.:]/g, '\\$&').replaceAll(/\{\w+\}/g, '\\$[A-Z_]+')}$`);
      const isShown = (method: string) => shown.some((call) => call.method === method && pattern.test(call.path));
      return Object.keys(methods).flatMap((method) => (isShown(method.toUpperCase()) ? [] : [`${method} ${path}`]));
    });
    expect(missing).toEqual([]);
  });

  // One after the other: each uses what the ones before it made.
  it.each(isRun ? steps.map((step) => [step.line, step.command.split('\n')[0], step] as const) : [])(
    'come true: line %i, %s',
    async (_, __, step) => {
      const { wrong, captured } = await follow(step, env);
      expect(wrong).toEqual([]);
      Object.assign(env, captured);
      await render(captured['VIDEO']);
    },
    60_000,
  );
});

/** Method and path of a curl command; the path as the page writes it. */
function callOf(command: string): { method: string; path: string } {
  const path = /"\$REELYARD_URL([^"?]*)/.exec(command)?.[1] ?? '';
  const hasBody = /\s(?:-d|--json|--data\S*)\s/.test(command);
  return { path, method: /-X (\w+)/.exec(command)?.[1] ?? (hasBody ? 'POST' : 'GET') };
}

interface Followed {
  readonly wrong: readonly string[];
  readonly captured: Readonly<Record<string, string>>;
}

const patienceMs = 30_000;

/** A reader who is told to look looks again until it is there. */
async function follow(step: Step, env: Readonly<Record<string, string>>): Promise<Followed> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const followed = await followOnce(step, env);
    if (followed.wrong.length === 0 || callOf(step.command).method !== 'GET' || Date.now() > until) return followed;
  }
}

async function followOnce(step: Step, env: Readonly<Record<string, string>>): Promise<Followed> {
  const output = await run(step.command, env);
  const at = step.status === undefined ? -1 : output.indexOf('\r\n\r\n');
  const status = step.status === undefined ? undefined : Number(/^HTTP\/1\.1 (\d{3})/.exec(output)?.[1]);
  if (status !== step.status)
    return { wrong: [`${step.status} is shown, this came: ${output.slice(0, 1_000)}`], captured: {} };
  const text = at < 0 ? output : output.slice(at + 4);
  const shown = parse(step.body);
  if (shown === undefined)
    return {
      wrong: isKindOf(step.body, text.trim()) ? [] : [`${step.body}\nis shown, this came:\n${text}`],
      captured: {},
    };
  const actual = parse(text);
  const captured = Object.entries(step.captures).map(
    ([name, value]) => [name, findShown(shown, actual, value) ?? ''] as const,
  );
  const unknown = captured
    .filter(([, value]) => value === '')
    .map(([name]) => `${name}: its value is not in the reply`);
  return { wrong: [...findMismatches(shown, actual), ...unknown], captured: Object.fromEntries(captured) };
}

const run = (command: string, env: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('bash', ['-c', command], { env, timeout: 30_000 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${command}\n${stderr || String(error)}`)) : resolve(stdout),
    );
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
