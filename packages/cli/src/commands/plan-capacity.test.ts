import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dev } from '@reelyard/environments';
import { namesOf } from '@reelyard/infra';
import { createDynamoLedger } from '@reelyard/ledger';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFarmFile } from '../farm/farm-file.ts';
import { createClients, destroyClients } from '../farm/provision/context.ts';
import { provisionStorage } from '../farm/provision/storage.ts';
import { type CapacityReport, planCapacity } from './plan-capacity.ts';
import { type PlanCapacityFlags, readPlan } from './plan-capacity-flags.ts';

const dir = mkdtempSync(join(tmpdir(), 'plan-capacity-'));
const trace = join(dir, 'past.csv');
const csv = ['arrival_seconds,service_seconds', ...Array.from({ length: 30 }, (_, n) => `${n * 1_800},60`)].join('\n');
writeFileSync(trace, csv);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function plan(flags: PlanCapacityFlags): Promise<{ document: unknown; words: string; said: string[] }> {
  const said: string[] = [];
  let result: { document: unknown; words: string } | undefined;
  await planCapacity(
    flags,
    { isJson: false, line: () => undefined, result: (document, words) => void (result = { document, words }) },
    (line) => void said.push(line),
  );
  if (!result) throw new Error('nothing was printed');
  return { ...result, said };
}

describe('reelyard plan-capacity --trace', () => {
  it('tries every combination and marks today’s, with its progress beside', async () => {
    const picture = join(dir, 'plan.svg');
    const flags = { trace, warm: '0,2', spotShare: '0', env: 'prod', plot: picture };
    const { document, words, said } = await plan(flags);
    expect(readFileSync(picture, 'utf8')).toContain('boot 120 s, W 300 s, spot ≤ 89 %');
    const { past, runs, today } = document as CapacityReport;
    expect(past).toMatchObject({ source: trace, tasks: 30, workHours: 0.5 });
    expect(past.remarks).toEqual(['0.6 days are little to judge a month by']);
    expect(runs.map(({ settings, isToday }) => [settings.warm, settings.spotShare, isToday])).toEqual([
      [today.warm, today.spotShare, true],
      [0, 0, false],
      [2, 0, false],
    ]);
    expect(words).toMatch(/^▸ +120 +6 +300 +89 /m);
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/^1 of 3: boot 120 s, 6 warm, spot up to 89 %, in \d+\.\d s$/);
  });

  it('refuses more combinations than it can finish', async () => {
    const many = Array.from({ length: 101 }, (_, n) => n).join(',');
    await expect(plan({ trace, warm: many })).rejects.toThrow(/combinations of 1 runs are too many: at most 100 runs/);
  });

  it('names file and line of what is wrong in it', async () => {
    const wrong = join(dir, 'wrong.csv');
    writeFileSync(wrong, 'arrival_seconds,service_seconds\n1,x\n');
    await expect(plan({ trace: wrong })).rejects.toThrow(/wrong\.csv:2: service_seconds is "x"/);
    await expect(plan({ trace: join(dir, 'none.csv') })).rejects.toThrow(/--trace .*none\.csv: ENOENT/);
  });
});

describe('reelyard plan-capacity on the farm of this machine', () => {
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await startLocalCloud({ dir: join(dir, 'cloud') });
    const clients = createClients(cloud.endpoint, dev.region);
    const names = namesOf(dev, '000000000000');
    await provisionStorage({ names, clients, region: dev.region, accountId: '000000000000' });
    writeFarmFile(dir, { url: '', key: '', endpoint: cloud.endpoint, env: 'dev', pid: process.pid });
    const ledger = createDynamoLedger({ client: clients.dynamo, table: names.table });
    const at = Date.now() - 3_600_000;
    for (const n of [0, 1, 2]) {
      const id = `job_01K${String(n).padStart(23, '0')}`;
      const tasks = [{ kind: 'render' as const, features: { engine: 'reel', frames: 25, pixels: 57_600 } }];
      const times = { notBefore: at + n * 1_000, deadlineAt: at + 9_000_000, minAgentVersion: 1 };
      const job = { tenant: 'demo', id, lane: 'express' as const, payload: { engine: 'reel', composition: {} } };
      await ledger.submit({ ...job, ...times, tasks }, at + n * 1_000);
      const by = { owner: 'i-1/1', agentVersion: 1 };
      const claimed = await ledger.claim({ tenant: 'demo', job: id, n: 0 }, by, at + 10_000);
      if (claimed.kind === 'claimed') await ledger.complete(claimed.lease, [], at + 14_000 + n);
    }
    destroyClients(clients);
  });
  afterAll(() => cloud.close());

  it('writes the past as a trace that it takes back', async () => {
    const file = join(dir, 'exported.csv');
    const { document } = await plan({ dir, export: file });
    expect(document).toEqual({ file, tasks: 3 });
    expect(readFileSync(file, 'utf8').split('\n').slice(0, 3)).toEqual([
      'arrival_seconds,service_seconds,lane,tenant,deadline_seconds,features',
      '0,4,express,demo,9000,frames=25;pixels=57600;engine=reel',
      '1,4.001,express,demo,8999,frames=25;pixels=57600;engine=reel',
    ]);
    expect((await plan({ trace: file, warm: '0', spotShare: '0', env: 'dev' })).document).toMatchObject({
      past: { tasks: 3 },
    });
  });

  it('plans from its ledger against the settings of dev', async () => {
    const { document, said } = await plan({ dir, warm: '0', spotShare: '0' });
    expect(document).toMatchObject({
      past: { source: 'ledger of dev, tenant demo', tasks: 3 },
      today: { bootSeconds: 5, warm: 0, objectiveSeconds: 20, spotShare: 0 },
    });
    expect(said[0]).toBe('3 jobs in the ledger, 3 of them started and ended');
  });

  it('refuses a tenant of whom nothing was served', async () => {
    await expect(plan({ dir, tenant: ['nobody'] })).rejects.toThrow(/tenant nobody: no task was served/);
  });
});

describe('the options of plan-capacity', () => {
  it.each<[PlanCapacityFlags, RegExp]>([
    [{ trace: 'a', log: ['b'] }, /--trace and --log: give one/],
    [{ trace: 'a', tenant: ['b'] }, /--tenant is for the ledger/],
    [{ env: 'prod', dir: 'd', tenant: ['a'] }, /--env and --dir/],
    [{ env: 'prod' }, /--tenant is needed with --env prod/],
    [{ tenant: ['A!'] }, /--tenant A!: 1 to 32/],
    [{ warm: '1.5' }, /--warm 1\.5: expected a whole number/],
    [{ warm: '1,,2' }, /--warm : expected/],
    [{ boot: '0' }, /--boot 0: expected a number above 0/],
    [{ spotShare: '0,80' }, /--spot-share 80: expected a share from 0 to 1/],
    [{ objective: 'soon' }, /--objective soon/],
    [{ seeds: '0' }, /--seeds 0: expected a whole number ≥ 1/],
    [{ days: '-1' }, /--days -1/],
    [{ plot: 'plan.png' }, /--plot plan\.png: expected a name that ends in \.svg/],
  ])('%j is refused by name', (flags, message) => {
    expect(() => readPlan(flags)).toThrow(message);
  });
});
