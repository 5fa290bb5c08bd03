import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type TestFarm, scripted, startTestFarm, until, untilEnded } from '../e2e/support/farm.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-canaries-'));
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** What must never be told, by what it is. Each is a text that nothing else in a run can contain by chance. */
const secrets: Record<string, string> = {
  'the key of the CDN': privateKey.split('\n')[3] ?? '',
  'a session token of AWS': 'canary-aws-session-2d81b0',
  'the parameter of a license server': 'canary-license-server-77aa19',
  'a token in the query of an asset': 'canary-query-token-c0ffee',
  'a token in the query of a missing asset': 'canary-missing-token-51ab34',
  'a password in an asset address': 'canary-userinfo-9e12f7',
  'a text of a composition': 'canary-text-of-a-client-03d5',
  'a field of a project': 'canary-project-field-7fe2',
  'a body that is no JSON': 'canary-malformed-body-11c9',
  'a parameter of a query': 'canary-query-parameter-88d0',
  'a key that is wrong': 'canary0wrong0key0secret0a1',
  'a secret that an engine prints': 'canary-engine-prints-e6b4',
};

let farm: TestFarm;
let origin: Server;
/** A second job server of the same farm, with what an agent's environment file cannot hold: the key of the CDN has many lines. */
let server: { url: string; stop(): Promise<void> };
const replies: string[] = [];

beforeAll(async () => {
  origin = createServer((request, response) => {
    if (request.url?.startsWith('/missing')) response.writeHead(404).end();
    else response.end('bytes');
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  mkdirSync(join(dir, 'histories'));
  farm = await startTestFarm({
    dir: join(dir, 'farm'),
    overrides: {
      LOG_LEVEL: 'debug',
      HISTORY_DIR: join(dir, 'histories'),
      FETCH_ALLOW: originUrl(),
      LICENSE_SERVER: secrets['the parameter of a license server'] ?? '',
    },
  });
  server = await startServer({
    ...environmentOf(farm.jobServer.pid),
    DELIVERY_DOMAIN: 'cdn.example',
    DELIVERY_KEY_PAIR_ID: 'K2CANARY',
    DELIVERY_PRIVATE_KEY: privateKey,
    AWS_SESSION_TOKEN: secrets['a session token of AWS'] ?? '',
  });
}, 240_000);
afterAll(async () => {
  await server.stop();
  await farm.dispose();
  origin.closeAllConnections();
  origin.close();
  rmSync(dir, { recursive: true, force: true });
});

const environmentOf = (pid: number): Record<string, string> =>
  Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

async function startServer(env: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  const file = join(dir, 'job-server-of-the-cdn.log');
  const log = openSync(file, 'a');
  const main = join(import.meta.dirname, '../../job-server/src/main.ts');
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', log, log] });
  const exited = once(child, 'exit');
  const port = await until(
    'the second server listens',
    async () => /"port":(\d+)[^\n]*server\.listening/.exec(readFileSync(file, 'utf8'))?.[1],
    120_000,
  );
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

const originUrl = (): string => `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;

async function call(method: string, path: string, body?: string, key = farm.key): Promise<Record<string, unknown>> {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  // What a client gets back of its own is no leak; what it is refused with is searched.
  if (!response.ok) replies.push(text);
  return JSON.parse(text) as Record<string, unknown>;
}
const submit = (body: unknown): Promise<Record<string, unknown>> => call('POST', '/v1/jobs', JSON.stringify(body));

/** Every file of the farm but where data belongs: tables, objects, the environment file of the agent (600), installed programs. */
const DATA =
  /cloud\/state\.sqlite|cloud\/s3\/|etc\/reelyard\/agent\.env$|\/opt\/reelyard\/|cloud\/functions\/|cloud\/ami\//;

function listLogs(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => !DATA.test(relative(dir, file)));
}

/** @returns `what it is in which file`, for every secret that is told somewhere */
function findTold(wanted: Readonly<Record<string, string>>): string[] {
  const texts = listLogs(dir).map((file) => [relative(dir, file), readFileSync(file, 'latin1')] as const);
  const all = [...texts, ...replies.map((text, n) => [`reply ${n}: ${text.slice(0, 200)}`, text] as const)];
  return Object.entries(wanted).flatMap(([what, secret]) =>
    all.filter(([, text]) => text.includes(secret)).map(([file]) => `${what} in ${file}`),
  );
}

describe('a run of a whole farm', () => {
  const jobs: string[] = [];
  it('comes to every end there is with secrets in every place that may hold one', async () => {
    const at = (path: string, query: string) => `${originUrl()}${path}?X-Amz-Signature=${secrets[query]}`;
    const printed = `https://user:${secrets['a secret that an engine prints']}@x.example/a?token=${secrets['a secret that an engine prints']}`;
    const field = { note: secrets['a field of a project'] };
    const orders = [
      scripted([{ print: printed }], { ...field, inputs: [at('/a.jpg', 'a token in the query of an asset')] }),
      scripted([{ print: printed }, { exit: 20 }], field),
      scripted([], { inputs: [at('/missing.jpg', 'a token in the query of a missing asset')] }),
    ];
    for (const order of orders) jobs.push(String((await submit(order))['id']));
    await Promise.all(jobs.map((id) => untilEnded(farm, id, 200_000)));
    const ends = await Promise.all(jobs.map((id) => call('GET', `/v1/jobs/${id}`)));
    expect(ends.map(({ state }) => state)).toEqual(['succeeded', 'failed', 'failed']);
    const [artifact] = ends[0]?.['artifacts'] as { url: string }[];
    secrets['the signature of a result'] = new URL(artifact?.url ?? '').searchParams.get('Signature') ?? '';
    const ticket = await call('POST', '/v1/assets', JSON.stringify({ name: 'a.jpg', contentType: 'image/jpeg' }));
    const upload = new URL(String(ticket['uploadUrl']));
    secrets['the signature of an upload'] = upload.searchParams.get('X-Amz-Signature') ?? '';
    await fetch(upload, { method: 'PUT', headers: ticket['headers'] as Record<string, string>, body: 'x' });
    secrets['the secret of an API key'] = farm.key.split('_').at(-1) ?? '';
    expect(Object.values(secrets).every((secret) => secret.length > 12)).toBe(true);
  }, 240_000);

  it('refuses everything there is to refuse', async () => {
    const userinfo = `https://user:${secrets['a password in an asset address']}@media.example/a.jpg?x=${secrets['a token in the query of an asset']}`;
    const clip = { start: 0, length: 1, asset: { kind: 'text', text: secrets['a text of a composition'], size: -1 } };
    await submit({
      engine: 'scripted',
      composition: { canvas: { width: 64, height: 64 }, tracks: [{ clips: [clip] }] },
    });
    await submit(scripted([], { inputs: [userinfo] }));
    await call('POST', '/v1/jobs', `{"x": "${secrets['a body that is no JSON']}`);
    await call('GET', `/v1/jobs?state=${secrets['a parameter of a query']}`);
    await call('GET', '/v1/jobs', undefined, `ryk_demo_k1_${secrets['a key that is wrong']}`);
    await call('GET', `/v1/jobs/${secrets['a parameter of a query']}`);
    expect(replies.length).toBeGreaterThanOrEqual(6);
  });

  it('tells none of them in a log, a history, a metric or a refusal', async () => {
    await server.stop();
    await farm.stop();
    expect(listLogs(dir).length).toBeGreaterThan(5);
    expect(findTold(secrets)).toEqual([]);
  });

  it('would have been caught: the same search finds what is told, in the log of every process', async () => {
    const agents = await until('logs of agents', async () =>
      listLogs(dir).filter((file) => file.endsWith('agent.log')),
    );
    expect(findTold({ job: jobs[0] ?? '' })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/job-server\.log$/),
        expect.stringMatching(/agent\.log$/),
        expect.stringMatching(/histories\//),
      ]),
    );
    writeFileSync(agents[0] ?? '', ` ${secrets['the key of the CDN']} `, { flag: 'a' });
    expect(findTold(secrets)).toEqual([`the key of the CDN in ${relative(dir, agents[0] ?? '')}`]);
  });
});
