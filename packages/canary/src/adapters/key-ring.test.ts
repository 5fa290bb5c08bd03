import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parameterKeyRing } from './key-ring.ts';

const place = { env: 'prod', parameter: '/reelyard/prod/canary-key' };

let dir: string;
let cloud: LocalCloud;
let ssm: SSMClient;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'key-ring-'));
  cloud = await startLocalCloud({ dir });
  const credentials = { accessKeyId: 'canary', secretAccessKey: 'local' };
  ssm = new SSMClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
});
afterEach(async () => {
  ssm.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

const store = (Value: string) =>
  ssm.send(new PutParameterCommand({ Name: place.parameter, Value, Type: 'SecureString', Overwrite: true }));

describe('the key of the canary', () => {
  it('is read in clear, and once', async () => {
    await store('ryk_canary_a_b');
    const ring = parameterKeyRing(ssm, place);
    expect((await ring.get()).reveal()).toBe('ryk_canary_a_b');
    await store('ryk_canary_c_d');
    expect((await ring.get()).reveal()).toBe('ryk_canary_a_b');
  });

  it('is another one after a rotation, and none while there is no other', async () => {
    await store('old');
    const ring = parameterKeyRing(ssm, place);
    expect(await ring.renew()).toBeUndefined();
    await store('new');
    expect((await ring.renew())?.reveal()).toBe('new');
    expect((await ring.get()).reveal()).toBe('new');
  });

  it('that nobody made is asked for by the command that makes it, and taken as soon as it is there', async () => {
    const ring = parameterKeyRing(ssm, place);
    await expect(ring.get()).rejects.toThrow(
      'the canary has no API key in /reelyard/prod/canary-key; make it by `npm run reelyard -- keys create --for canary --env prod`',
    );
    await store('made');
    expect((await ring.get()).reveal()).toBe('made');
  });
});
