import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../commands/check.ts';
import { type Output } from '../output.ts';
import { checkHistories } from './check-histories.ts';
import { toWords } from './verdict-words.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'reelyard-check-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ref = { tenant: 'acme', job: 'job_1' };
type Line = Record<string, unknown>;

/** The lines of one process, asked and answered at the given instants. */
function write(process: string, lines: readonly Line[], end = '\n'): string {
  const file = join(dir, `${process}.jsonl`);
  writeFileSync(file, lines.map((line) => JSON.stringify({ process, ref, ...line })).join('\n') + end);
  return file;
}

const accepted = (at: number): Line[] => [
  { at, op: 'submit', phase: 'invoke', call: 1, tasks: 1 },
  { at: at + 1, op: 'submit', phase: 'ok', call: 1, outcome: 'accepted' },
];
const canceled = (at: number, call = 2): Line[] => [
  { at, op: 'cancel', phase: 'invoke', call, now: at },
  { at: at + 1, op: 'cancel', phase: 'ok', call, state: 'canceled' },
];
const claimed = (at: number): Line[] => {
  const task = { op: 'claim', call: 1, ref: { ...ref, n: 0 }, owner: 'i-1/1' };
  return [
    { ...task, at, phase: 'invoke' },
    { ...task, at: at + 1, phase: 'ok', epoch: 1 },
  ];
};

const options = { required: [], mayBeUnfinished: false };
const silent: Output = { isJson: false, line: () => undefined, result: () => undefined };

describe('reelyard check', () => {
  it('puts the histories of all processes in order of time and finds nothing wrong', async () => {
    write('server', [...accepted(1), ...canceled(10)]);
    write('agent', claimed(5));
    const result = await checkHistories([dir], options);
    expect(result).toMatchObject({ ok: true, files: 2, lines: 6, transitions: { T1: 1, T4: 1, T11: 1 } });
    expect(toWords(result)).toContain('✓ every invariant holds');
    expect(await check([dir], {}, silent)).toBe(0);
  });

  it('names file and line of what broke a promise, and in words which', async () => {
    const server = write('server', [...accepted(1), ...canceled(3)]);
    const agent = write('agent', claimed(5));
    const words = toWords(await checkHistories([dir], options));
    expect(words).toContain(
      '✗ S4 canceled is never followed by success: claim passed although acme/job_1 was canceled',
    );
    expect(words).toContain(`${server}:4`);
    expect(words).toContain(`${agent}:2`);
    expect(await check([dir], {}, silent)).toBe(1);
  });

  it('calls nothing sure that happened at the same instant', async () => {
    write('server', [...accepted(1), ...canceled(4)]);
    write('agent', claimed(5));
    expect((await checkHistories([dir], options)).violations).toEqual([]);
  });

  it('fails a run in which a required transition or an announced fault never happened', async () => {
    write('server', [...accepted(1), ...canceled(10)]);
    write('chaos', [
      { at: 0, op: 'plan', phase: 'note', faults: ['kill-agent', 'messages-lost'] },
      { at: 2, op: 'fault', phase: 'note', kind: 'kill-agent', times: 2 },
    ]);
    const result = await checkHistories([dir], { ...options, required: ['T1', 'T6', 'faults'] });
    expect(result).toMatchObject({ ok: false, faults: { 'kill-agent': 2, 'messages-lost': 0 } });
    expect(result.missing).toEqual(['transition T6 never happened', 'fault messages-lost never happened']);
    expect(await check([dir], { require: 'kill-agent' }, silent)).toBe(0);
  });

  it('passes over a last line that was torn by a kill', async () => {
    write('server', [...accepted(1), ...canceled(10)], '\n{"at":12,"pro');
    expect((await checkHistories([dir], options)).ok).toBe(true);
  });

  it.each([
    ['a line that is none', '{}\n{}\n', /server\.jsonl:1: at is not a number/],
    ['a phase that there is not', '{"at":1,"process":"p","op":"o","phase":"maybe"}\n{}\n', /:1: phase is not one of/],
  ])('refuses %s by its place', async (_, text, message) => {
    writeFileSync(join(dir, 'server.jsonl'), text);
    await expect(checkHistories([dir], options)).rejects.toThrow(message);
  });

  it('refuses a path that is not there, a folder without histories and a row that there is not', async () => {
    await expect(checkHistories([join(dir, 'none')], options)).rejects.toThrow(/no such file or folder/);
    await expect(checkHistories([dir], options)).rejects.toThrow(/no history/);
    write('server', accepted(1));
    await expect(checkHistories([dir], { ...options, required: ['T99'] })).rejects.toThrow(/rows are T1/);
  });
});
