import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENERATORS, simulate, toFarm, toScalePolicy } from '@reelyard/simulator';
import { EXIT } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { createProgram } from '../program.ts';
import { type SimulateFlags } from './simulate-flags.ts';
import { type ReplayResult } from './simulate-replay.ts';
import { simulateFarm, type SimulateResult } from './simulate.ts';

let dir: string;
const fileOf = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'simulate-'));
  const rows = Array.from({ length: 40 }, (_, n) => `${n * 60},45`);
  await writeFile(fileOf('day.csv'), ['arrival_seconds,service_seconds', ...rows].join('\n'));
});

afterAll(() => rm(dir, { recursive: true }));

async function run<T>(flags: SimulateFlags): Promise<{ result: T; words: string; progress: string[] }> {
  const said: { result: T; words: string; progress: string[] }[] = [];
  const progress: string[] = [];
  const output: Output = {
    isJson: true,
    line: () => undefined,
    result: (result, words) => void said.push({ result: result as T, words, progress }),
  };
  await simulateFarm(flags, output, (line) => progress.push(line));
  const [first] = said;
  if (!first) throw new Error('nothing was said');
  return first;
}

describe('reelyard simulate', () => {
  it('runs a trace out of a file, and says what it cost and who waited', async () => {
    const { result, words, progress } = await run<SimulateResult>({
      trace: fileOf('day.csv'),
      policy: ['reelyard,step'],
    });
    expect(result.trace).toMatchObject({ jobs: 40, workHours: 0.5 });
    expect(result.policies.map(({ summary }) => summary.policy)).toEqual(['reelyard', 'step']);
    for (const { summary, runs } of result.policies) {
      expect(summary.instanceHours.mean).toBeGreaterThan(0.5);
      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({ jobs: 40, unserved: 0 });
    }
    expect(words).toMatch(/^.*day\.csv: 40 jobs, 0\.5 h of work/);
    expect(words).toMatch(/policy +instance h/);
    expect(words).toMatch(/\nreelyard +\d/);
    expect(progress).toEqual([
      expect.stringMatching(/^reelyard, seed 1: 40 jobs in /),
      expect.stringMatching(/^step, seed 1/),
    ]);
  });

  it('gives several seeds a confidence interval', async () => {
    const { result, words } = await run<SimulateResult>({ synthetic: 'wave', days: '1', policy: ['step'], seeds: '3' });
    const hours = result.policies[0]?.summary.instanceHours;
    expect(hours?.low).toBeLessThan(hours?.mean ?? 0);
    expect(hours?.high).toBeGreaterThan(hours?.mean ?? 0);
    expect(words).toContain('mean ± 95 % of 3 seeds');
    expect(words).toMatch(/step +\d+\.\d ± \d+\.\d/);
  });

  it('compares with the lower bound when asked', async () => {
    const { result } = await run<SimulateResult>({ trace: fileOf('day.csv'), policy: ['step'], bound: true });
    expect(result.policies[0]?.summary.ratioToBound?.mean).toBeGreaterThan(1);
  });

  it('draws one policy over time, and several by cost', async () => {
    await run({ trace: fileOf('day.csv'), policy: ['step'], plot: fileOf('one.svg') });
    await run({ trace: fileOf('day.csv'), policy: ['step,one-per-job'], plot: fileOf('two.svg') });
    expect(await readFile(fileOf('one.svg'), 'utf8')).toContain('hours since the start');
    expect(await readFile(fileOf('two.svg'), 'utf8')).toContain('started within the objective');
  });

  it('lets counting policies see the farm as old as told', async () => {
    const wait = async (lag: string): Promise<number> => {
      const { result } = await run<SimulateResult>({ trace: fileOf('day.csv'), policy: ['one-per-job'], lag });
      return result.policies[0]?.summary.waitP95.mean ?? 0;
    };
    expect(await wait('120')).toBeGreaterThan(await wait('0'));
  });

  it.each<[string, SimulateFlags, string]>([
    ['a file that is not there', { trace: '/nowhere/day.csv' }, '--trace /nowhere/day.csv: ENOENT'],
    ['a log that is not there', { replay: '/nowhere/s.log' }, '--replay /nowhere/s.log: ENOENT'],
    ['a log and a trace', { replay: 's.log', synthetic: 'wave' }, 'leave out --trace and --synthetic'],
  ])('refuses %s as wrong usage', async (_what, flags, message) => {
    const running = run(flags);
    await expect(running).rejects.toThrow(message);
    await expect(running).rejects.toMatchObject({ exitCode: EXIT.usage });
  });

  it('names the line of a trace that is wrong', async () => {
    await writeFile(fileOf('bad.csv'), 'arrival_seconds,service_seconds\n0,1\n5,soon\n');
    await expect(run({ trace: fileOf('bad.csv') })).rejects.toThrow('bad.csv:3: service_seconds is "soon"');
  });

  it('has a help with examples', () => {
    const command = createProgram(() => undefined).commands.find((each) => each.name() === 'simulate');
    let help = '';
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toContain('reelyard simulate --synthetic sessions');
    for (const option of [
      '--trace',
      '--seeds',
      '--policy',
      '--warm-boot',
      '--spot-hazard',
      '--lag',
      '--plot',
      '--replay',
    ])
      expect(help).toContain(option);
  });
});

describe('reelyard simulate --replay', () => {
  const farm = toFarm({ warm: 2 });
  const policy = toScalePolicy(farm);

  async function writeLog(name: string, change: Record<string, unknown> = { policy }): Promise<string> {
    const lines: string[] = ['a line of something else'];
    simulate({
      trace: GENERATORS.sessions(1, 1).slice(0, 60),
      policy: 'reelyard',
      farm,
      witness: (snapshot, plan) => {
        if (plan.kind !== 'act' || plan.decisions.length === 0) return;
        const decisions = plan.decisions.map((each) => ({ ...each, outcome: 'done' }));
        lines.push(JSON.stringify({ event: 'scaler.tick', decisions }));
        lines.push(JSON.stringify({ event: 'scaler.snapshot', snapshot, now: snapshot.at, ...change }));
      },
    });
    await writeFile(fileOf(name), lines.join('\n'));
    return fileOf(name);
  }

  it('finds nothing to differ when nothing was changed', async () => {
    const { result, words } = await run<ReplayResult>({ replay: await writeLog('same.log') });
    expect(result.ticks).toBeGreaterThan(10);
    expect(result).toMatchObject({ differing: 0, differences: [], byKind: {} });
    expect(words).toMatch(/same\.log: \d+ ticks, 0 decided otherwise$/);
  });

  it('prints where a changed policy decides otherwise', async () => {
    await writeFile(fileOf('policy.json'), JSON.stringify({ maxInstances: 1 }));
    const { result, words } = await run<ReplayResult>({
      replay: await writeLog('changed.log'),
      policyFile: fileOf('policy.json'),
    });
    expect(result.differing).toBeGreaterThan(0);
    expect(result.byKind['grow']?.dropped).toBeGreaterThan(0);
    expect(words).toMatch(/\n2026-01-05T[\d:.]+Z\n {2}− grow on-demand to \d+: /);
  });

  it('says that the policy of then is not in the log', async () => {
    const replay = await writeLog('old.log', {});
    await expect(run({ replay })).rejects.toThrow('does not hold the policy of then');
  });

  it('says that there is no snapshot in the log', async () => {
    await expect(run({ replay: fileOf('day.csv') })).rejects.toThrow('no scaler.tick followed by its scaler.snapshot');
  });

  it('says what is wrong with a policy file', async () => {
    const replay = await writeLog('again.log');
    await writeFile(fileOf('broken.json'), '{');
    await expect(run({ replay, policyFile: fileOf('broken.json') })).rejects.toThrow(
      /--policy-file .*broken\.json: .*JSON/,
    );
    await writeFile(fileOf('other.json'), '{"pools":[{"name":"gpu"}]}');
    await expect(run({ replay, policyFile: fileOf('other.json') })).rejects.toThrow('no pool "gpu"');
  });
});
