import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FaultyProcesses } from './faulty-processes.ts';

/** Answers each line that it hears with what it sees. */
const program = `
import { createWriteStream } from 'node:fs';
import { writeFile, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
const tried = (work) => work.then(() => 'written', (error) => error.code);
const stream = async (file) => { const out = createWriteStream(file); out.end('bytes'); await once(out, 'finish'); };
for await (const _ of createInterface({ input: process.stdin })) {
  const { SCRATCH_DIR: scratch, OTHER_DIR: other } = process.env;
  console.log(JSON.stringify({
    now: Date.now(), monotonic: performance.timeOrigin + performance.now(), made: new Date().getTime(), said: Date.parse(Date()),
    isDate: new Date(0) instanceof Date, epoch: new Date(0).toISOString(),
    file: await tried(writeFile(scratch + '/file', 'bytes')), stream: await tried(stream(scratch + '/stream')),
    elsewhere: await tried(writeFile(other + '/file', 'bytes')), read: await tried(readFile(scratch + '/there')),
  }));
}`;

/** A process that has just been started answers when it gets its turn. */
const PATIENCE_MS = 50_000;

let dir: string;
let child: ChildProcess;
let processes: FaultyProcesses;
let ask: () => Promise<Record<string, unknown>>;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'reelyard-faulty-'));
  for (const name of ['scratch', 'other']) mkdirSync(join(dir, name));
  writeFileSync(join(dir, 'scratch', 'there'), 'bytes');
  writeFileSync(join(dir, 'program.mjs'), program);
  processes = await FaultyProcesses.prepare(join(dir, 'faults'));
  child = spawn(process.execPath, [join(dir, 'program.mjs')], {
    env: {
      ...FaultyProcesses.environment(join(dir, 'faults')),
      ...{ REELYARD_INSTANCE: 'i-1', SCRATCH_DIR: join(dir, 'scratch'), OTHER_DIR: join(dir, 'other') },
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
  ask = async () => {
    child.stdin?.write('\n');
    return JSON.parse((await answers.next()).value as string) as Record<string, unknown>;
  };
});

afterEach(() => {
  child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const offsetOf = ({ now, monotonic }: Record<string, unknown>): number =>
  Math.round((Number(now) - Number(monotonic)) / 1_000) || 0;

describe('a process that runs under fire', () => {
  it('is as it always was until it is told otherwise', async () => {
    const seen = await ask();
    expect(offsetOf(seen)).toBe(0);
    expect(seen).toMatchObject({ file: 'written', stream: 'written', elsewhere: 'written', read: 'written' });
  });

  it('believes another time of day while its clock is off, with its monotonic time going on', async () => {
    expect(await processes.tell('i-1', { clockOffsetMs: -60_000 }, PATIENCE_MS)).toBe(true);
    const seen = await ask();
    expect(offsetOf(seen)).toBe(-60);
    expect(Math.abs(Number(seen['made']) - Number(seen['now']))).toBeLessThan(5_000);
    expect(Math.abs(Number(seen['said']) - Number(seen['now']))).toBeLessThan(5_000);
    expect(seen).toMatchObject({ isDate: true, epoch: '1970-01-01T00:00:00.000Z' });
    expect(await processes.tell('i-1', { clockOffsetMs: undefined }, PATIENCE_MS)).toBe(true);
    expect(offsetOf(await ask())).toBe(0);
  });

  it('gets ENOSPC from the kernel for what it writes to its scratch, reads all the same, and writes elsewhere', async () => {
    expect(await processes.tell('i-1', { isDiskFull: true }, PATIENCE_MS)).toBe(true);
    expect(await ask()).toMatchObject({ file: 'ENOSPC', stream: 'ENOSPC', elsewhere: 'written', read: 'written' });
    await processes.tell('i-1', { isDiskFull: undefined }, PATIENCE_MS);
    expect(await ask()).toMatchObject({ file: 'written', stream: 'written' });
    expect(readFileSync(join(dir, 'scratch', 'file'), 'utf8')).toBe('bytes');
  });

  it('is not counted as struck when it never answers', async () => {
    expect(await processes.tell('i-2', { isDiskFull: true }, 0)).toBe(false);
  });
});
