import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeS3 } from '../../conformance/s3.ts';
import { type LocalCloud, startLocalCloud } from '../../server/local-cloud.ts';
import { s3 } from './s3.ts';

let cloud: LocalCloud;
const dir = mkdtempSync(join(tmpdir(), 's3-conformance-'));

beforeAll(async () => {
  cloud = await startLocalCloud({ dir, services: [s3] });
});
afterAll(async () => {
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

describeS3('the loopback AWS', () => cloud.endpoint);
