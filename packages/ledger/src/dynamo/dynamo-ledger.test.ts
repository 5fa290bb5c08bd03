import { afterAll, beforeAll } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeLedger, describePrograms, TRANSITION_IDS } from '../conformance/index.ts';
import { createDynamoLedger, createDynamoStore } from './index.ts';
import { createLedgerTableInput } from './table.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-ledger-'));
let cloud: LocalCloud;
let client: DynamoDBClient;
let tables = 0;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
});

afterAll(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true });
});

/** Every ledger its own table. */
async function aTable(): Promise<string> {
  tables += 1;
  const table = `ledger-${tables}`;
  await client.send(new CreateTableCommand(createLedgerTableInput(table)));
  return table;
}

describeLedger('DynamoDB', async () => createDynamoLedger({ client, table: await aTable() }));

describePrograms('DynamoDB', async () => createDynamoStore({ client, table: await aTable() }), {
  seeds: [1, 3, 6, 10, 12, 22, 30, 63],
  steps: 40,
  transitions: TRANSITION_IDS,
});
