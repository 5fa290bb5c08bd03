import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Catch, hunt } from './hunt.ts';
import { makePlan } from './make-plan.ts';
import { MUTANTS, withMutant } from './mutants.ts';
import { readPlan } from './read-plan.ts';
import { type Outcome, runPlan } from './run-plan.ts';
import { type Plan, type PlannedJob } from './plan.ts';
import { type PlannedReceiver } from './planned-receiver.ts';

const MAIN = `${import.meta.dirname}/main.ts`;

const aReceiver = (override: Partial<PlannedReceiver> = {}): PlannedReceiver => ({
  ...{ listensTo: 'all', manner: 'well', times: 0, forMs: 0 },
  ...override,
});

const aJob = (override: Partial<PlannedJob> = {}): PlannedJob => ({
  ...{ name: 'j0', atMs: 0, tenant: 'acme', lane: 'standard', engine: 'scripted', segments: 1, renderMs: 3_000 },
  ...{ moods: [['fine']], isRepeated: false, isWatched: false, isRetried: false },
  ...override,
});

const aPlan = (override: Partial<Plan> = {}): Plan => ({
  ...{ seed: 1, agents: 1, servers: 1, skewMs: 0, seats: 1, jobs: [aJob()], faults: [] },
  ...override,
});

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
  });

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

describe('whoever listens to webhooks', () => {
  const heardBy = ({ history }: Outcome, receiver: string): [seq: unknown, id: unknown][] =>
    history
      .filter(({ op, endpoint }) => op === 'client.webhook' && endpoint === receiver)
      .map(({ seq, id }): [unknown, unknown] => [seq, id])
      .sort(([a], [b]) => Number(a) - Number(b));
  const seqsOf = (heard: [seq: unknown, id: unknown][]): unknown[] => heard.map(([seq]) => seq);
  const idsOf = (heard: [seq: unknown, id: unknown][]): unknown[] => [...new Set(heard.map(([, id]) => id))];

  it('hears what it listens to until it has taken it, under one id, and nothing of others', async () => {
    const endpoints = [
      { ...aReceiver({ manner: 'failing', times: 1 }), tenant: 'acme' },
      { ...aReceiver({ listensTo: 'ends' }), tenant: 'acme' },
      { ...aReceiver(), tenant: 'globex' },
    ];
    const webhook = aReceiver({ manner: 'hangs-up', times: 1, listensTo: 'ends' });
    const outcome = await runPlan(aPlan({ endpoints, jobs: [aJob({ webhook })] }));
    expect(outcome.findings).toEqual([]);
    expect(seqsOf(heardBy(outcome, 'whk_0'))).toEqual([1, 1, 2, 2, 3, 3]);
    expect(idsOf(heardBy(outcome, 'whk_0'))).toHaveLength(3);
    expect(seqsOf(heardBy(outcome, 'whk_1'))).toEqual([3]);
    expect(heardBy(outcome, 'whk_2')).toEqual([]);
    expect(seqsOf(heardBy(outcome, 'hook_j0'))).toEqual([3, 3]);
  });

  it('hears it twice of a server that died before it heard the answer', async () => {
    const ambush = { phase: 'after', on: 'post', skip: 0 } as const;
    const kill = { kind: 'kill', atMs: 0, forMs: 5_000, who: 'server', n: 0, ambush } as const;
    const endpoints = [{ ...aReceiver({ listensTo: 'ends' }), tenant: 'acme' }];
    const outcome = await runPlan(aPlan({ endpoints, faults: [kill] }));
    expect(outcome.findings).toEqual([]);
    expect(seqsOf(heardBy(outcome, 'whk_0'))).toEqual([3, 3]);
    expect(outcome.tellings.get('webhook-twice')).toBe(1);
  });
});

describe('the command', () => {
  it('lives a plan again that an earlier run has printed', async () => {
    const plan = { ...makePlan(3), faults: [] };
    const { hash } = await runPlan(plan);
    const { code, out } = await main('--plan', JSON.stringify(plan), '--json');
    expect({ code, reply: JSON.parse(out) as unknown }).toMatchObject({ code: 0, reply: { hash, plan } });
  });

  it('names what is wrong with a plan', () => {
    const faults = [{ kind: 'rain', atMs: 1, forMs: 2, share: 0.5 }];
    const endpoints = [{ ...aReceiver(), tenant: 'acme', manner: 'rude' }];
    expect(readPlan(JSON.stringify({ ...aPlan(), agents: -1, endpoints, faults }))).toBe(
      'not a plan: agents is -1, endpoints[0].manner is "rude", faults[0].kind is "rain"',
    );
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
  });
});
