import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMonitoring } from '../../conformance/monitoring.ts';
import { type LocalCloud, startLocalCloud } from '../../server/local-cloud.ts';
import { monitoring } from './monitoring.ts';

let cloud: LocalCloud;
const dir = mkdtempSync(join(tmpdir(), 'monitoring-conformance-'));

beforeAll(async () => {
  cloud = await startLocalCloud({ dir, services: [monitoring] });
});
afterAll(async () => {
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

describeMonitoring('the loopback AWS', () => cloud.endpoint);
