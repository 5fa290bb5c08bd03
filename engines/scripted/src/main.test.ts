import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findEngineLine } from '@reelyard/contracts';

const folder = mkdtempSync(join(tmpdir(), 'reelyard-scripted-'));
const script = resolve(import.meta.dirname, 'main.mjs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly string[];
}

function start(steps: readonly object[], attempt = 1, fields: object = {}) {
  const job = join(folder, 'job.json');
  writeFileSync(job, JSON.stringify({ v: 1, task: 'whole', attempt, assets: {}, project: { steps }, ...fields }));
  const child = spawn(process.execPath, [script, '--job', job, '--out', folder, '--scratch', folder]);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const end = new Promise<End>((settle) =>
    child.once('close', (code, signal) => settle({ code, signal, lines: text.trim().split('\n') })),
  );
  return { child, end };
}

const run = (steps: readonly object[], attempt?: number) => start(steps, attempt).end;

describe('the scripted engine', () => {
  it('reports its progress, writes its output and ends with a result', async () => {
    const { code, lines } = await run([{ progress: { frames: 3 } }, { write: { name: 'a.bin', bytes: 77 } }]);
    expect(code).toBe(0);
    expect(lines.map(findEngineLine).every((line) => line !== undefined)).toBe(true);
    expect(findEngineLine(lines.at(-1) ?? '')).toEqual({ result: { files: [{ name: 'a.bin', kind: 'file' }] } });
    expect(statSync(join(folder, 'a.bin')).size).toBe(77);
  });

  it.each([10, 20, 30])('ends with exit code %d when told to', async (exit) => {
    expect((await run([{ exit }])).code).toBe(exit);
  });

  it('dies by a signal when told to', async () => {
    expect(await run([{ signal: 'SIGKILL' }])).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('fails until the attempt it was told', async () => {
    const steps = [{ failUntilAttempt: 3 }, { noSeatUntilAttempt: 4 }];
    expect((await run(steps, 2)).code).toBe(10);
    expect((await run(steps, 3)).code).toBe(30);
    expect((await run(steps, 4)).code).toBe(0);
  });

  it('promises more than it wrote when told to truncate', async () => {
    const { code } = await run([{ media: { name: 'v.mp4' } }, { truncate: { name: 'v.mp4', bytes: 10 } }]);
    expect(code).toBe(0);
    expect(statSync(join(folder, 'v.mp4')).size).toBe(10);
  });

  it('names files that do not exist when told to have no output', async () => {
    rmSync(join(folder, 'video.mp4'), { force: true });
    expect((await run([{ noOutput: true }])).lines.at(-1)).toContain('video.mp4');
    expect(existsSync(join(folder, 'video.mp4'))).toBe(false);
  });

  it('hangs past a SIGTERM when told to', async () => {
    const { child, end } = start([{ hang: { progressEveryMs: 5, ignoresTerm: true } }]);
    const progress = () => new Promise((settle) => child.stdout.once('data', settle));
    await progress();
    child.kill('SIGTERM');
    await progress();
    await progress();
    child.kill('SIGKILL');
    expect((await end).signal).toBe('SIGKILL');
  });

  it('leaves a grandchild behind when told to', async () => {
    const { lines } = await run([{ doubleFork: { seconds: 60 } }]);
    const { grandchild } = JSON.parse(lines[0] ?? '{}') as { grandchild: number };
    expect(readFileSync(`/proc/${grandchild}/cmdline`, 'utf8')).toContain('setTimeout');
    process.kill(grandchild, 'SIGKILL');
  });

  it('joins its segments, and takes only the steps that concern its task', async () => {
    const parts = ['one', 'two'].map((text) => join(folder, text));
    for (const part of parts) writeFileSync(part, part.slice(-3));
    const steps = [
      { only: 'segment', exit: 10 },
      { only: 7, exit: 20 },
    ];
    const assembly = await start(steps, 1, { task: 'assembly', segments: parts }).end;
    expect(assembly.code).toBe(0);
    expect(readFileSync(join(folder, 'video.mp4'), 'utf8')).toBe('onetwo');
    const range = { firstFrame: 7, frameCount: 3 };
    expect((await start(steps.slice(1), 1, { task: 'segment', range }).end).code).toBe(20);
  });

  it('refuses a step that it does not know', async () => {
    expect((await run([{ dance: true }])).code).toBe(20);
  });
});
