import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AwsError, type Service, type ServiceFactory, type ServiceRequest } from '../service.ts';
import { maxBodyBytes } from '../wire/read-body.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from './local-cloud.ts';

/** A service that shows what reached it. */
class Mirror implements Service {
  readonly names = ['mirror'];
  readonly protocol = 'json-1.1';
  readonly seen: string[] = [];
  isStarted = false;
  isStopped = false;
  waiting: ServiceRequest | undefined;
  onWaiting: () => void = () => undefined;

  async handle(request: ServiceRequest) {
    this.seen.push(request.action);
    if (request.action === 'Refuse') throw new AwsError('NotTodayException', 'not today', 409, { Until: 'tomorrow' });
    if (request.action === 'Bug') throw new TypeError('undefined is not a function');
    if (request.action === 'Wait') {
      this.waiting = request;
      this.onWaiting();
      await once(request.signal, 'abort');
    }
    request.resource = 'looking-glass';
    const { action, accessKeyId, method, path } = request;
    const body = request.body.toString('utf8');
    return {
      status: 200,
      body: JSON.stringify({ action, accessKeyId, method, path, body, q: request.query.get('q') }),
    };
  }

  async start() {
    this.isStarted = true;
  }

  async stop() {
    this.isStopped = true;
  }
}

describe('the loopback AWS', () => {
  let dir: string;
  let mirror: Mirror;
  let cloud: LocalCloud;
  const factory: ServiceFactory = () => mirror;
  const start = async (more: Partial<LocalCloudOptions> = {}) => {
    mirror = new Mirror();
    cloud = await startLocalCloud({ dir, services: [factory], ...more });
  };
  const call = (action: string, init: RequestInit & { key?: string; path?: string } = {}) =>
    fetch(`${cloud.endpoint}${init.path ?? '/'}`, {
      method: 'POST',
      body: '{}',
      ...init,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${init.key ?? 'AKIA1'}/20260101/us-east-1/mirror/aws4_request, Signature=0`,
        'x-amz-target': `Mirror_2026.${action}`,
        ...init.headers,
      },
    });
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${cloud.endpoint}/_local/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const json = async (reply: Response) => (await reply.json()) as Record<string, unknown>;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'local-cloud-'));
    await start();
  });
  afterEach(async () => {
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('a call reaches the service of its credential scope with its action', async () => {
    const reply = await call('Look', { body: '{"a":1}', path: '/some/path?q=1' });
    expect(reply.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await json(reply)).toEqual({
      action: 'Look',
      accessKeyId: 'AKIA1',
      method: 'POST',
      path: '/some/path',
      body: '{"a":1}',
      q: '1',
    });
  });

  it('a gzipped body arrives undone, a broken one is refused', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const good = await call('Look', { body: new Uint8Array(gzipSync('{"big":"body"}')), headers });
    expect(await json(good)).toMatchObject({ body: '{"big":"body"}' });
    expect((await call('Look', { body: 'no gzip', headers })).status).toBe(400);
  });

  it('a body over the limit is refused', async () => {
    const reply = await call('Look', { body: 'x'.repeat(maxBodyBytes + 1) });
    expect(reply.status).toBe(413);
    expect(mirror.seen).toEqual([]);
  });

  it('an error of a service comes in its own format', async () => {
    const reply = await call('Refuse');
    expect(reply.status).toBe(409);
    expect(await json(reply)).toEqual({ __type: 'NotTodayException', message: 'not today', Until: 'tomorrow' });
  });

  it('a bug is a 500 and a line in the log, and the server lives on', async () => {
    const reply = await call('Bug');
    expect(reply.status).toBe(500);
    expect(await json(reply)).toMatchObject({ __type: 'InternalFailure' });
    expect((await call('Look')).status).toBe(200);
    await cloud.close();
    const lines = readFileSync(join(dir, 'local-cloud.log'), 'utf8').trim().split('\n');
    const bug = lines.map((line) => JSON.parse(line) as Record<string, unknown>).find((line) => line['level'] === 50);
    expect(bug).toMatchObject({ msg: 'service.bug', service: 'mirror', action: 'Bug' });
    expect(JSON.stringify(bug)).toContain('undefined is not a function');
  });

  it('an unknown service and an unsigned call are told so', async () => {
    expect((await fetch(`${cloud.endpoint}/`, { method: 'POST', body: 'x' })).status).toBe(404);
  });

  it('a service sees when the client has gone', async () => {
    const abort = new AbortController();
    const reached = new Promise<void>((resolve) => (mirror.onWaiting = resolve));
    const pending = call('Wait', { signal: abort.signal });
    await reached;
    abort.abort();
    await expect(pending).rejects.toThrow();
    const signal = mirror.waiting?.signal;
    if (signal && !signal.aborted) await once(signal, 'abort');
    expect(signal?.aborted).toBe(true);
  });

  it('health names the services', async () => {
    expect(await json(await control('GET', 'health'))).toEqual({ status: 'ok', services: ['mirror'] });
  });

  it('everything is in the account that it is told', async () => {
    expect(cloud.host.accountId).toBe('000000000000');
    await cloud.close();
    await start({ accountId: '123456789012' });
    expect(cloud.host.accountId).toBe('123456789012');
  });

  it('calls are counted by key, service, action and resource, until reset', async () => {
    await call('Look');
    await call('Look');
    await call('Refuse', { key: 'AKIA2' });
    const counted = {
      calls: [
        { accessKeyId: 'AKIA1', service: 'mirror', action: 'Look', resource: 'looking-glass', count: 2, failed: 0 },
        { accessKeyId: 'AKIA2', service: 'mirror', action: 'Refuse', count: 1, failed: 1 },
      ],
    };
    expect(await json(await control('GET', 'calls'))).toEqual(counted);
    await control('POST', 'calls:reset');
    expect(await json(await control('GET', 'calls'))).toEqual({ calls: [] });
  });

  it('services add control routes of their own', async () => {
    cloud.host.control.register('GET', '/_local/mirror/*', ({ rest, query }) => ({
      status: 200,
      body: { rest, q: query.get('q') },
    }));
    expect(await json(await control('GET', 'mirror/a%2Fb?q=2'))).toEqual({ rest: 'a/b', q: '2' });
    expect((await control('DELETE', 'mirror/a')).status).toBe(405);
    expect((await control('GET', 'nothing')).status).toBe(404);
  });

  it('closing stops the services, once', async () => {
    expect(mirror.isStarted).toBe(true);
    await Promise.all([cloud.close(), cloud.close()]);
    expect(mirror.isStopped).toBe(true);
  });

  it('the same folder is served on the same port again', async () => {
    const { endpoint } = cloud;
    await cloud.close();
    await start();
    expect(cloud.endpoint).toBe(endpoint);
  });

  it('a port that it chose is none that the system gives to whoever asks, so that nobody has it before the next start', async () => {
    expect(Number(new URL(cloud.endpoint).port)).toBeLessThan(32_768);
  });

  it('another port is taken when the old one is in use', async () => {
    const { endpoint } = cloud;
    await cloud.close();
    const squatter = createServer().listen(Number(new URL(endpoint).port), '127.0.0.1');
    await once(squatter, 'listening');
    await start();
    expect(cloud.endpoint).not.toBe(endpoint);
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('a start that fails lets go of the folder', async () => {
    const { endpoint } = cloud;
    const other = mkdtempSync(join(tmpdir(), 'local-cloud-'));
    const port = Number(new URL(endpoint).port);
    await expect(startLocalCloud({ dir: other, port, services: [] })).rejects.toThrow('EADDRINUSE');
    await (await startLocalCloud({ dir: other, services: [] })).close();
    rmSync(other, { recursive: true, force: true });
  });

  it('two clouds do not share a folder', async () => {
    await expect(startLocalCloud({ dir, services: [] })).rejects.toThrow('does another process use this folder?');
  });

  describe('under faults', () => {
    const inject = async (rule: object) => expect((await control('POST', 'faults', rule)).status).toBe(201);

    it('throttles and failures speak the language of the service, and nothing is done', async () => {
      await inject({ id: 't', kind: 'throttle', match: { service: 'mirror' }, times: 1 });
      expect(await json(await call('Look'))).toMatchObject({ __type: 'ThrottlingException' });
      await inject({ id: 'e', kind: 'error500', times: 1 });
      expect((await call('Look')).status).toBe(500);
      expect(mirror.seen).toEqual([]);
      expect((await call('Look')).status).toBe(200);
    });

    it('apply-then-fail does it and then breaks the connection, or answers 500', async () => {
      await inject({ kind: 'apply-then-fail', times: 1 });
      await expect(call('First')).rejects.toThrow();
      await inject({ kind: 'apply-then-fail', times: 1, reply: 'error500' });
      expect((await call('Second')).status).toBe(500);
      expect(mirror.seen).toEqual(['First', 'Second']);
    });

    it('a partition cuts off one instance and nobody else', async () => {
      await inject({ kind: 'partition', match: { instanceOrKey: 'AKIA-i-1' } });
      await expect(call('Look', { key: 'AKIA-i-1-abc' })).rejects.toThrow();
      expect((await call('Look', { key: 'AKIA-i-2' })).status).toBe(200);
    });

    it('never holds the call until the rule goes', async () => {
      await inject({ id: 'stuck', kind: 'never' });
      const pending = call('Look');
      const outcome = pending.then(
        () => 'answered',
        () => 'cut',
      );
      // The control door answers while the call is held.
      let isHeld = false;
      while (!isHeld) {
        const { rules } = (await json(await control('GET', 'faults'))) as { rules: { injected: number }[] };
        isHeld = rules[0]?.injected === 1;
      }
      expect((await control('DELETE', 'faults/stuck')).status).toBe(200);
      expect(await outcome).toBe('cut');
    });

    it('a delay comes before the answer', async () => {
      await inject({ kind: 'delay', ms: 30, times: 1 });
      const before = performance.now();
      expect((await call('Look')).status).toBe(200);
      expect(performance.now() - before).toBeGreaterThanOrEqual(29);
    });

    it('rules are listed with what they did, and taken off together', async () => {
      await inject([
        { id: 'a', kind: 'delay', ms: 0 },
        { kind: 'throttle', match: { service: 'sqs' } },
      ]);
      await call('Look');
      expect(await json(await control('GET', 'faults'))).toEqual({
        rules: [
          { id: 'a', kind: 'delay', ms: 0, match: {}, injected: 1, seen: 1 },
          { id: 'fault-1', kind: 'throttle', match: { service: 'sqs' }, injected: 0, seen: 0 },
        ],
      });
      await control('DELETE', 'faults');
      expect(await json(await control('GET', 'faults'))).toEqual({ rules: [] });
      expect((await control('DELETE', 'faults/a')).status).toBe(404);
      expect((await control('POST', 'faults', { kind: 'nonsense' })).status).toBe(400);
    });
  });
});
