import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../server/local-cloud.ts';
import { dynamodb } from './index.ts';

const startAt = Date.UTC(2026, 0, 1);
const seconds = startAt / 1000;

describe('time to live', () => {
  let cloud: LocalCloud;
  let now = startAt;
  const dir = mkdtempSync(join(tmpdir(), 'ddb-ttl-'));
  const call = (action: string, body: Record<string, unknown>) => cloud.host.call('dynamodb', action, body);
  const put = (pk: string, ttl: object) => call('PutItem', { TableName: 'rows', Item: { pk: { S: pk }, ...ttl } });
  const names = async () => {
    const { Items: items } = (await call('Scan', { TableName: 'rows' })) as { Items: { pk: { S: string } }[] };
    return items.map(({ pk }) => pk.S);
  };
  const expire = async () => {
    const reply = await fetch(`${cloud.endpoint}/_local/dynamodb/expire`, { method: 'POST' });
    return ((await reply.json()) as { deleted: number }).deleted;
  };

  beforeEach(async () => {
    now = startAt;
    cloud = await startLocalCloud({ dir, services: [dynamodb], now: () => now });
    await call('CreateTable', {
      TableName: 'rows',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
  });
  afterEach(async () => {
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const enable = () =>
    call('UpdateTimeToLive', {
      TableName: 'rows',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    });

  it('items go once their second has passed, also those put before it was enabled', async () => {
    await put('early', { until: { N: String(seconds + 10) } });
    await enable();
    await put('late', { until: { N: String(seconds + 100) } });
    await put('forever', {});
    await put('text', { until: { S: '1' } });
    expect(await expire()).toBe(0);
    now = startAt + 10_000;
    expect(await expire()).toBe(1);
    expect(await names()).toEqual(['forever', 'late', 'text']);
  });

  it('what should have gone more than five years ago stays', async () => {
    await enable();
    await put('ancient', { until: { N: String(seconds - 6 * 365 * 24 * 3600) } });
    await put('old', { until: { N: String(seconds - 4 * 365 * 24 * 3600) } });
    expect(await expire()).toBe(1);
    expect(await names()).toEqual(['ancient']);
  });

  it('an expired item is still there until the pass comes by', async () => {
    await enable();
    await put('gone', { until: { N: String(seconds - 1) } });
    expect(await names()).toEqual(['gone']);
  });

  it('many go in several slices of one pass', async () => {
    await enable();
    for (let at = 0; at < 450; at += 1) await put(`item-${at}`, { until: { N: String(seconds - 1) } });
    expect(await expire()).toBe(450);
    expect(await names()).toEqual([]);
  });
});
