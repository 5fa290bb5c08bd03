import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Catch, hunt } from './hunt.ts';
import { makePlan } from './make-plan.ts';
import { MUTANTS, withMutant } from './mutants.ts';
import { readPlan } from './read-plan.ts';
import { runPlan } from './run-plan.ts';

const MAIN = `${import.meta.dirname}/main.ts`;

interface Reply {
  code: number;
  out: string;
  err: string;
}

async function main(...args: string[]): Promise<Reply> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, ...args], { maxBuffer: 1e8 });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

describe('a farm on virtual time', () => {
  it('lives the same life from the same seed, in another process as well, and another from another', async () => {
    const [once, again, other] = [await runPlan(makePlan(7)), await runPlan(makePlan(7)), await runPlan(makePlan(8))];
    expect(again.hash).toBe(once.hash);
    expect(other.hash).not.toBe(once.hash);
    const { out } = await main('--seed', '7', '--json');
    expect(JSON.parse(out)).toMatchObject({ holds: true, hash: once.hash });
  }, 120_000);

  it('keeps every promise in 1,000 lives, in which every transition and every fault happened', async () => {
    const { code, out } = await main('--seeds', '1000', '--json');
    const { holds, seeds, failures, missing, caught } = JSON.parse(out) as Record<string, unknown>;
    expect({ code, holds, seeds, failures, missing, caught }).toEqual({
      ...{ code: 0, holds: true, seeds: 1_000 },
      ...{ failures: [], missing: [], caught: [] },
    });
  }, 1_200_000);
});

describe('a ledger that is broken in one place is found out, and by a plan that was made small:', () => {
  it.each(MUTANTS.map(({ name }) => name))(
    '%s',
    async (name) => {
      const mutant = MUTANTS.find((each) => each.name === name);
      if (!mutant) throw new Error(name);
      const caught: Catch | undefined = await withMutant(mutant, () => hunt(mutant.from, 40));
      expect(mutant.breaks).toContain(caught?.property);
      expect(caught?.shrunkTo).toBeLessThanOrEqual(caught?.shrunkFrom ?? 0);
      expect(caught?.shrunkTo).toBeLessThanOrEqual(4);
      const sound = caught && (await runPlan(caught.plan));
      expect(sound?.findings).toEqual([]);
    },
    600_000,
  );
});

describe('the command', () => {
  it('lives a plan again that an earlier run has printed', async () => {
    const plan = { ...makePlan(3), faults: [] };
    const { hash } = await runPlan(plan);
    const { code, out } = await main('--plan', JSON.stringify(plan), '--json');
    expect({ code, reply: JSON.parse(out) as unknown }).toMatchObject({ code: 0, reply: { hash, plan } });
  }, 60_000);

  it('names what is wrong with a plan', () => {
    const plan = { ...makePlan(3), agents: -1, faults: [{ kind: 'rain', atMs: 1, forMs: 2, share: 0.5 }] };
    expect(readPlan(JSON.stringify(plan))).toBe('not a plan: agents is -1, faults[0].kind is "rain"');
    expect(readPlan('{')).toBe('the plan is not JSON');
    expect(typeof readPlan(JSON.stringify(makePlan(3)))).toBe('object');
  });

  it('names a flag, a number and a kind of fault that it does not know', async () => {
    expect(await main('--seeds', 'many')).toMatchObject({
      code: 2,
      err: '--seeds many: a positive integer is needed\n',
    });
    expect(await main('--faults', 'rain')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--faults rain: no such kind'),
    });
    expect(await main('--nonsense')).toMatchObject({
      code: 2,
      err: expect.stringContaining("Unknown option '--nonsense'"),
    });
    expect(await main('--help')).toMatchObject({ code: 0, out: expect.stringContaining('usage:') });
  }, 60_000);
});
