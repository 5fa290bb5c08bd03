import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aJob, NOW, refOf, runProgram } from '../conformance/index.ts';
import { MemoryStore } from '../memory/index.ts';
import { createDynamoLedger, createDynamoStore } from './index.ts';
import { createLedgerTableInput } from './table.ts';

describe('the ledger on a table whose indexes lag behind', () => {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-lag-'));
  let cloud: LocalCloud;
  let client: DynamoDBClient;
  let table = '';
  let tables = 0;
  let clock = NOW;
  /** What every look at the clock adds: time that passes as the farm works. */
  let tick = 0;

  beforeAll(async () => {
    cloud = await startLocalCloud({ dir, now: () => (clock += tick) });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new DynamoDBClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
  });
  beforeEach(async () => {
    tick = 0;
    table = `lagging-${(tables += 1)}`;
    await client.send(new CreateTableCommand(createLedgerTableInput(table)));
  });
  afterAll(async () => {
    client.destroy();
    await cloud.close();
    rmSync(dir, { recursive: true });
  });

  const lag = (ms: number, percent: number, seed: number) =>
    fetch(`${cloud.endpoint}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ id: 'lag', kind: 'index-lag', ms, seed, match: { resource: table, percent } }),
    });

  it('finds an emit late, and then completely', async () => {
    await lag(2_000, 100, 1);
    const ledger = createDynamoLedger({ client, table });
    const job = aJob();
    await ledger.submit(job, NOW);
    expect(await ledger.findDueEmits(NOW, 10)).toEqual([]);
    clock += 1_999;
    expect(await ledger.findDueEmits(NOW, 10)).toEqual([]);
    clock += 1;
    const due = await ledger.findDueEmits(NOW, 10);
    expect(due).toMatchObject(job.tasks.map((_, n) => refOf(job, n)));
  });

  it.each([2, 3, 5])(
    'loses nothing and holds every invariant in a random farm (seed %i)',
    async (seed) => {
      await lag(400, 60, seed);
      tick = 5;
      const options = { seed, steps: 40, faults: 0 };
      const { found, trace } = await runProgram(createDynamoStore({ client, table }), options);
      expect(found).toEqual([]);
      const prompt = await runProgram(new MemoryStore(), options);
      expect(trace).not.toEqual(prompt.trace);
    },
    60_000,
  );
});
