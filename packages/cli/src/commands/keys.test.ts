import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dev } from '@reelyard/environments';
import { namesOf } from '@reelyard/infra';
import { createDynamoLedger, type Ledger } from '@reelyard/ledger';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFarmFile } from '../farm/farm-file.ts';
import { type Clients, createClients, destroyClients } from '../farm/provision/context.ts';
import { provisionStorage } from '../farm/provision/storage.ts';
import { type Output } from '../output.ts';
import { createApiKey, limitApiKey } from './keys.ts';

const accountId = '000000000000';
const names = namesOf(dev, accountId);
const dir = mkdtempSync(join(tmpdir(), 'keys-'));
let cloud: LocalCloud;
let clients: Clients;
let ledger: Ledger;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir: join(dir, 'cloud') });
  clients = createClients(cloud.endpoint, dev.region);
  await provisionStorage({ names, clients, region: dev.region, accountId });
  ledger = createDynamoLedger({ client: clients.dynamo, table: names.table });
  writeFarmFile(dir, { url: '', key: '', endpoint: cloud.endpoint, env: 'dev', pid: process.pid });
});
afterAll(async () => {
  destroyClients(clients);
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

/** All that a command prints. */
async function printed(run: (output: Output) => Promise<void>): Promise<{ document: unknown; words: string }> {
  const said: { document: unknown; words: string }[] = [];
  const result: Output['result'] = (document, words) => void said.push({ document, words });
  await run({ isJson: false, line: () => undefined, result });
  const [only] = said;
  if (!only) throw new Error('nothing was printed');
  return only;
}

async function readParameter(): Promise<{ Type?: string | undefined; Value?: string | undefined }> {
  const asked = new GetParameterCommand({ Name: names.canaryKeyParameter, WithDecryption: true });
  return (await clients.ssm.send(asked)).Parameter ?? {};
}

describe('keys create --for canary', () => {
  it('puts a key of the tenant canary, unseen, where the function reads it', async () => {
    const { document, words } = await printed((output) => createApiKey({ for: 'canary', dir }, output));
    const { Type, Value = '' } = await readParameter();
    const [, tenant, id = '', secret = ''] = Value.split('_');
    expect([Type, tenant]).toEqual(['SecureString', 'canary']);
    expect(document).toEqual({ tenant: 'canary', parameter: '/reelyard/dev/canary-key', id });
    expect(JSON.stringify(document) + words).not.toContain(secret);
    const hash = createHash('sha256').update(secret).digest('hex');
    expect(await ledger.findKey('canary', id)).toMatchObject({ name: 'canary', hash });
  });

  it('again takes the place of the first key, which works until it is revoked', async () => {
    const before = (await readParameter()).Value;
    await printed((output) => createApiKey({ for: 'canary', dir }, output));
    expect((await readParameter()).Value).not.toBe(before);
    expect((await ledger.listKeys('canary')).map(({ revokedAt }) => revokedAt)).toEqual([undefined, undefined]);
  });

  it('knows nobody else, and takes no tenant of yours', async () => {
    const refused = (flags: Parameters<typeof createApiKey>[0]) => printed((output) => createApiKey(flags, output));
    await expect(refused({ for: 'parrot', dir })).rejects.toThrow('--for parrot: allowed: canary');
    await expect(refused({ for: 'canary', tenant: 'acme', dir })).rejects.toThrow('leave --tenant and --name out');
  });
});

describe('keys create', () => {
  it('shows a key of any other tenant this once', async () => {
    const { words } = await printed((output) => createApiKey({ tenant: 'acme', dir }, output));
    expect(words).toMatch(/^ryk_acme_[0-9a-f]+_[0-9a-f]+$/);
    const [key] = await ledger.listKeys('acme');
    expect(key).toMatchObject({ name: 'unnamed', scope: 'admin', mode: 'live' });
  });

  it('makes a key that may only look, or one for tests', async () => {
    const flags = { tenant: 'globex', scope: 'read', test: true, dir };
    const { document } = await printed((output) => createApiKey(flags, output));
    expect(document).toMatchObject({ scope: 'read', mode: 'test' });
    expect(await ledger.listKeys('globex')).toMatchObject([{ scope: 'read', mode: 'test' }]);
  });

  it('knows no other scope', async () => {
    const wrong = printed((output) => createApiKey({ scope: 'root', dir }, output));
    await expect(wrong).rejects.toThrow('--scope root: allowed: read, render, admin');
  });
});

describe('keys limit', () => {
  const limit = (flags: Parameters<typeof limitApiKey>[1]) =>
    printed(async (output) => {
      const [key] = await ledger.listKeys('initech');
      await limitApiKey(key?.id ?? '', { tenant: 'initech', dir, ...flags }, output);
    });

  it('puts other limits in place of those that the key was made with, or none', async () => {
    await printed((output) => createApiKey({ tenant: 'initech', jobsPerDay: '100', dir }, output));
    expect(await ledger.listKeys('initech')).toMatchObject([{ limits: { jobsPerDay: 100 } }]);
    const { document, words } = await limit({ concurrentJobs: '3', requestsPerMinute: '60' });
    expect(document).toMatchObject({ limits: { concurrentJobs: 3, requestsPerMinute: 60 } });
    expect(words).toContain('{"requestsPerMinute":60,"concurrentJobs":3}');
    await limit({ none: true });
    expect((await ledger.listKeys('initech'))[0]).not.toHaveProperty('limits');
  });

  it.each([
    [{}, /either --none, or one or more of --requests-per-minute, --concurrent-jobs, --jobs-per-day/],
    [{ none: true, jobsPerDay: '1' }, /either --none/],
    [{ jobsPerDay: '0' }, '--jobs-per-day 0: a whole number from 1 to 10000000 is needed'],
    [{ concurrentJobs: '1e3' }, '--concurrent-jobs 1e3: a whole number from 1 to 1000 is needed'],
  ])('with %j changes nothing, and says what it takes', async (flags, message) => {
    const before = await ledger.listKeys('initech');
    await expect(limit(flags)).rejects.toThrow(message);
    expect(await ledger.listKeys('initech')).toEqual(before);
  });
});
