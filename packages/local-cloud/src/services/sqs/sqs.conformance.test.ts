import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSqs } from '../../conformance/sqs.ts';
import { type LocalCloud, startLocalCloud } from '../../server/local-cloud.ts';
import { sqs } from './sqs.ts';

let cloud: LocalCloud;
const dir = mkdtempSync(join(tmpdir(), 'sqs-conformance-'));

beforeAll(async () => {
  cloud = await startLocalCloud({ dir, services: [sqs] });
});
afterAll(async () => {
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

describeSqs('the loopback AWS', () => cloud.endpoint);
