/** For test files: a loopback AWS of a few services, in a folder of its own, for the whole file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type ServiceFactory } from '../service.ts';
import { type LocalCloud, startLocalCloud } from './local-cloud.ts';

/** @returns the server once it runs, that is inside hooks and tests. */
export function serve(services: readonly ServiceFactory[], now?: () => number): () => LocalCloud {
  const dir = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  let cloud: LocalCloud | undefined;
  beforeAll(async () => {
    cloud = await startLocalCloud({ dir, services: [...services], ...(now && { now }) });
  });
  afterAll(async () => {
    await cloud?.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return () => {
    if (!cloud) throw new Error('the server runs from beforeAll on');
    return cloud;
  };
}
