import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const authorization = 'AWS4-HMAC-SHA256 Credential=AKIA1/20260101/us-east-1/dynamodb/aws4_request, Signature=0';

describe('the loopback AWS as a process', () => {
  const dir = mkdtempSync(join(tmpdir(), 'local-cloud-main-'));
  let child: ChildProcess | undefined;

  const start = async (...more: string[]): Promise<string> => {
    const started = spawn(process.execPath, [main, '--dir', dir, ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
    child = started;
    const [line] = (await once(started.stdout, 'data')) as [Buffer];
    return (JSON.parse(line.toString()) as { endpoint: string }).endpoint;
  };
  const end = async (signal: NodeJS.Signals) => {
    const ended = child && once(child, 'exit');
    child?.kill(signal);
    const [code] = (await ended) ?? [];
    child = undefined;
    return code as number | null;
  };
  const call = async (endpoint: string, action: string, input: object) => {
    const headers = { authorization, 'x-amz-target': `DynamoDB_20120810.${action}` };
    const reply = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    expect(reply.status).toBe(200);
    return (await reply.json()) as Record<string, unknown>;
  };

  afterEach(async () => {
    if (child) await end('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  it('what it acknowledged survives kill -9, on the same port', async () => {
    const endpoint = await start();
    await call(endpoint, 'CreateTable', {
      TableName: 'rows',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
    const acknowledged = new Set<string>();
    const put = async (pk: string) => {
      await call(endpoint, 'PutItem', { TableName: 'rows', Item: { pk: { S: pk } } });
      acknowledged.add(pk);
    };
    const writes = Array.from({ length: 300 }, (_, at) => put(`item-${at}`).catch(() => undefined));
    await Promise.any(writes.slice(150));
    await end('SIGKILL');
    await Promise.all(writes);

    expect(await start()).toBe(endpoint);
    const { Items: items } = (await call(endpoint, 'Scan', { TableName: 'rows' })) as {
      Items: { pk: { S: string } }[];
    };
    const found = new Set(items.map(({ pk }) => pk.S));
    expect(acknowledged.size).toBeGreaterThan(0);
    expect([...acknowledged].filter((pk) => !found.has(pk))).toEqual([]);
  });

  it('it writes the ready file and ends with 0 on SIGTERM', async () => {
    const ready = join(dir, 'ready.json');
    const endpoint = await start('--ready-file', ready);
    expect(JSON.parse(readFileSync(ready, 'utf8'))).toEqual({ ready: true, endpoint });
    expect(await end('SIGTERM')).toBe(0);
    expect(existsSync(join(dir, 'local-cloud.log'))).toBe(true);
  });

  it('it says how to be called', async () => {
    const wrong = spawn(process.execPath, [main, '--port', 'x'], { stdio: 'ignore' });
    const [code] = (await once(wrong, 'exit')) as [number];
    expect(code).toBe(2);
  });
});
