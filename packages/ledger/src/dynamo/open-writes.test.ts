import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aJob, NOW, refOf } from '../conformance/index.ts';
import { createDynamoLedger, createDynamoStore } from './index.ts';
import { createLedgerTableInput } from './table.ts';

const table = 'open-writes';
const dir = mkdtempSync(join(tmpdir(), 'reelyard-open-'));
let cloud: LocalCloud;
let client: DynamoDBClient;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 2 });
  await client.send(new CreateTableCommand(createLedgerTableInput(table)));
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true });
});

const fault = (id: string, kind: string, after: number, times: number) =>
  fetch(`${cloud.endpoint}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ id, kind, after, times, match: { service: 'dynamodb', action: 'UpdateItem' } }),
  });
const calm = () => fetch(`${cloud.endpoint}/_local/faults`, { method: 'DELETE' });
const write = () =>
  createDynamoStore({ client, table }).apply([
    {
      kind: 'update',
      key: { pk: 'p', sk: 's' },
      guards: [],
      effects: [{ op: 'set', field: 'state', value: { kind: 'const', value: 'queued' } }],
    },
  ]);

describe('a write that the SDK tried twice', () => {
  it('is of unknown outcome when its first connection broke, although the second try was throttled', async () => {
    await fault('breaks', 'apply-then-fail', 0, 1);
    await fault('throttles', 'throttle', 0, 1);
    await expect(write()).rejects.toMatchObject({ code: 'ledger-unavailable' });
    await calm();
  });

  it('was never made when both tries were throttled', async () => {
    await fault('throttles', 'throttle', 0, 2);
    await expect(write()).rejects.toMatchObject({ code: 'ledger-throttled' });
    await calm();
  });
});

describe('a claim whose first try landed and whose second was throttled', () => {
  it('is told as claimed: the ledger looks before it believes', async () => {
    const ledger = createDynamoLedger({ client, table });
    const job = aJob();
    await ledger.submit(job, NOW);
    const match = { service: 'dynamodb', action: 'TransactWriteItems' };
    for (const rule of [
      { id: 'breaks', kind: 'apply-then-fail', times: 1, match },
      { id: 'throttles', kind: 'throttle', times: 1, match },
    ])
      await fetch(`${cloud.endpoint}/_local/faults`, { method: 'POST', body: JSON.stringify(rule) });
    const outcome = await ledger.claim(refOf(job, 0), { owner: 'i-1/1', agentVersion: 1 }, NOW);
    expect(outcome).toMatchObject({ kind: 'claimed', lease: { epoch: 1 } });
    await calm();
  });
});
