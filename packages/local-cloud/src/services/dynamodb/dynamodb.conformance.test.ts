import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDynamoDb } from '../../conformance/dynamodb.ts';
import { type LocalCloud, startLocalCloud } from '../../server/local-cloud.ts';
import { dynamodb } from './index.ts';

let cloud: LocalCloud;
const dir = mkdtempSync(join(tmpdir(), 'ddb-conformance-'));

beforeAll(async () => {
  cloud = await startLocalCloud({ dir, services: [dynamodb] });
});
afterAll(async () => {
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

describeDynamoDb('the loopback AWS', () => cloud.endpoint);
