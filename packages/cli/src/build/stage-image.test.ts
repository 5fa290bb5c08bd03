import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { buildBesideJobServer, buildJobServerBundle } from '../bundle/job-server-bundle.ts';
import { repository } from '../bundle/repository.ts';
import { listTree } from '../bundle/tarball.ts';
import { stageImage } from './stage-image.ts';

const work = mkdtempSync(join(tmpdir(), 'image-'));
const app = join(work, 'root/app');
const nobody = 65_534;

beforeAll(async () => {
  await stageImage(join(work, 'root'), await buildJobServerBundle(), await buildBesideJobServer());
  // Below a folder that nobody may enter, and without one writable file.
  chmodSync(work, 0o755);
  execFileSync('chmod', ['-R', 'a-w', join(work, 'root')]);
});
afterAll(() => {
  execFileSync('chmod', ['-R', 'u+w', work]);
  rmSync(work, { recursive: true, force: true });
});

/** What the task definition sets; no address in it answers, and `/livez` does not need one. */
const environment = {
  HOST: '127.0.0.1',
  PORT: '0',
  ENGINE_MANIFESTS: join(app, 'engines'),
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  LEDGER_TABLE: 'ledger',
  QUEUE_EXPRESS_URL: 'http://127.0.0.1:1/express',
  QUEUE_STANDARD_URL: 'http://127.0.0.1:1/standard',
  QUEUE_BULK_URL: 'http://127.0.0.1:1/bulk',
  ARTIFACT_BUCKET: 'artifacts',
};

function start(): ChildProcess {
  const isRoot = process.getuid?.() === 0;
  return spawn(join(app, 'node'), [join(app, 'main.mjs')], {
    cwd: app,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
}

/** The port of the line `server.listening`; rejects with what the process said when it ends before. */
function portOf(child: ChildProcess): Promise<number> {
  const said: string[] = [];
  child.stderr?.on('data', (text) => said.push(String(text)));
  return new Promise((resolve, reject) => {
    child.once('close', () => reject(new Error(said.join(''))));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const record = JSON.parse(line) as { event?: string; port?: number };
      if (record.event === 'server.listening') resolve(record.port ?? 0);
    });
  });
}

/** Speaks to the thread as the server does; the file is small enough for one read of its beginning and one of its end. */
const lookInto = (path: string): string => `
  import { readFileSync } from 'node:fs';
  import { Worker } from 'node:worker_threads';
  const file = readFileSync(${JSON.stringify(path)});
  const worker = new Worker(${JSON.stringify(join(app, 'probe-worker.mjs'))}, {
    env: {}, execArgv: [], workerData: { wasm: ${JSON.stringify(join(app, 'MediaInfoModule.wasm'))} },
  });
  worker.on('message', (message) => {
    if (message.kind === 'probed') { console.log(JSON.stringify(message.probe)); process.exit(); }
    const { read, offset, size } = message;
    worker.postMessage({ kind: 'bytes', read, bytes: file.subarray(offset, offset + size) });
  });
  worker.postMessage({ kind: 'probe', bytes: file.length });
`;

describe('the image of the job server', () => {
  it('runs as nobody from files that nobody can write, and stops when told', async () => {
    const child = start();
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    try {
      const port = await portOf(child);
      const response = await fetch(`http://127.0.0.1:${port}/livez`);
      expect(response.status).toBe(200);
      const check = spawn(join(app, 'node'), [join(app, 'health.mjs')], { env: { PORT: String(port) } });
      expect(await new Promise((resolve) => check.once('close', resolve))).toBe(0);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  });

  it('is unhealthy when nothing listens', async () => {
    const check = spawn(join(app, 'node'), [join(app, 'health.mjs')], { env: { PORT: '1' } });
    expect(await new Promise((resolve) => check.once('close', resolve))).toBe(1);
  });

  it('looks into media by what lies beside its bundle', async () => {
    const clip = repository('examples/assets/clip.mp4');
    const look = spawn(join(app, 'node'), ['--input-type=module', '--eval', lookInto(clip)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(JSON.parse(await text(look.stdout))).toMatchObject({ container: 'MPEG-4' });
  });

  it('knows every engine of the repository', () => {
    const engines = readdirSync(repository('engines'), { withFileTypes: true, recursive: true });
    const manifests = engines.filter(({ name, parentPath }) => name === 'engine.json' && !parentPath.includes('src'));
    expect(readdirSync(join(app, 'engines'))).toHaveLength(manifests.length);
  });

  it('holds nothing that a shell or a package manager would need', async () => {
    const names = await listTree(join(work, 'root'));
    expect(names.filter((name) => !name.startsWith('app'))).toEqual([]);
    expect(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'))).toMatchObject({ name: '@reelyard/job-server' });
  });

  it('is only copied by its Dockerfile', () => {
    const lines = readFileSync(repository('job-server/Dockerfile'), 'utf8').split('\n');
    expect(lines.filter((line) => /^(RUN|ADD|CURL)\b/.test(line))).toEqual([]);
    expect(lines).toContain('COPY . /');
    expect(lines).toContain('USER 65532:65532');
  });
});
