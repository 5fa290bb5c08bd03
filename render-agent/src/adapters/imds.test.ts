import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Imds } from './imds.ts';

let server: Server;
let documents: Record<string, string>;
let tokens: Set<string>;
let imds: Imds;

/** As IMDSv2 does: nothing without a token, 404 for what is not there. */
beforeEach(async () => {
  documents = { 'instance-id': 'i-0abc', 'placement/availability-zone': 'eu-central-1a' };
  tokens = new Set();
  server = createServer((request, response) => {
    if (request.method === 'PUT') {
      const token = `token-${tokens.size}`;
      tokens.add(token);
      return response.end(token);
    }
    const isKnown = tokens.has(String(request.headers['x-aws-ec2-metadata-token']));
    const found = documents[(request.url ?? '').replace('/latest/meta-data/', '')];
    response.statusCode = isKnown ? (found === undefined ? 404 : 200) : 401;
    return response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  imds = new Imds({ endpoint: `http://127.0.0.1:${port}`, monotonic: () => 0, timeoutMs: 60_000 });
});
afterEach(() => void server.close());

describe('instance metadata', () => {
  it('names the instance and its zone, with one token', async () => {
    expect(await imds.identify()).toEqual({ instanceId: 'i-0abc', zone: 'eu-central-1a' });
    expect(tokens.size).toBe(1);
  });

  it('has no notice until there is one', async () => {
    expect(await imds.readNotice()).toEqual({ kind: 'none' });
    documents['events/recommendations/rebalance'] = '{"noticeTime":"2026-11-21T03:00:00Z"}';
    expect(await imds.readNotice()).toEqual({ kind: 'rebalance', at: Date.UTC(2026, 10, 21, 3) });
    documents['spot/instance-action'] = '{"action":"terminate","time":"2026-11-21T03:02:00Z"}';
    expect(await imds.readNotice()).toEqual({ kind: 'spot', at: Date.UTC(2026, 10, 21, 3, 2) });
  });

  it('asks for a new token when the old one is refused', async () => {
    await imds.identify();
    tokens.clear();
    await expect(imds.readNotice()).rejects.toMatchObject({ code: 'metadata-unavailable' });
    expect(await imds.readNotice()).toEqual({ kind: 'none' });
  });
});
