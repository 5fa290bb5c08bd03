import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkHistories } from '@reelyard/cli';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CrashFarm, startCrashFarm } from './crash-farm.ts';
import { type Cell, FATES } from './fate.ts';
import { readTable } from './page.ts';
import { recordSites } from './record.ts';
import { audit } from './rest.ts';
import { runRound } from './round.ts';
import { lineOf, nameOf, parseSite } from './site.ts';

/** Where an unlucky moment costs most: each meets one fate here, and the whole matrix brings all of them. */
const DELICATE = [
  'job-server dynamodb:TransactWriteItems submit',
  'job-server dynamodb:UpdateItem relay.markQueued',
  'agent dynamodb:TransactWriteItems claim.T4.first',
  'agent dynamodb:UpdateItem heartbeat',
  'agent s3:PutObject',
  'agent dynamodb:TransactWriteItems complete.T6.last',
  'agent dynamodb:UpdateItem takeSeat',
];

/** Another number, another fate for each: `CRASH_TURN=3 npm run jest -- tests/crash-points`. */
const turn = Number(process.env['CRASH_TURN'] ?? 0);
const dir = mkdtempSync(join(tmpdir(), 'reelyard-crash-'));
let farm: CrashFarm;

beforeAll(async () => {
  farm = await startCrashFarm(dir);
}, 300_000);
afterAll(async () => {
  await farm.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('the table of crash points', () => {
  it('holds every cell: each call site has met each fate, and the farm came to its right end', () => {
    const table = readTable();
    const notHeld = [...table].flatMap(([site, marks]) =>
      FATES.filter((fate) => !marks[fate].startsWith('✓')).map((fate) => `${fate} of ${site}: ${marks[fate]}`),
    );
    expect(notHeld).toEqual([]);
    expect(table.size).toBeGreaterThan(120);
  });
});

describe('a farm whose calls of AWS fail, hang and kill their callers, one each at the most delicate places', () => {
  it('makes no call of AWS, while nothing is broken, that the table of crash points does not have', async () => {
    const known = new Set([...readTable().keys()].map((name) => lineOf(parseSite(name))));
    const seen = await recordSites(farm);
    expect(seen.filter((site) => !known.has(lineOf(site))).map(nameOf)).toEqual([]);
    expect(seen.length).toBeGreaterThan(80);
  }, 600_000);

  it('ends every job as it should, once, and comes to rest without a machine', async () => {
    const table = readTable();
    const known = DELICATE.filter((name) => table.has(name));
    expect(known).toEqual(DELICATE);
    const cells = DELICATE.map((name, n): Cell => ({
      site: parseSite(name),
      fate: FATES[(n + turn) % FATES.length] ?? 'fails',
    }));
    let missed = cells;
    // A call that comes up by chance may take more than one round.
    for (let round = 0; round < 3 && missed.length > 0; round += 1) {
      const result = await runRound(farm, missed);
      expect(result.wrong).toBeUndefined();
      missed = result.missed;
    }
    expect(missed.map(({ site }) => nameOf(site))).toEqual([]);
  }, 600_000);

  it('has recorded no broken promise', async () => {
    await audit(farm);
    await farm.stop();
    const verdict = await checkHistories([farm.histories], { required: [], mayBeUnfinished: false });
    expect(verdict.violations.map(({ invariant, because }) => `${invariant}: ${because}`)).toEqual([]);
    expect(verdict.lines).toBeGreaterThan(500);
  });
});
