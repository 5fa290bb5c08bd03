import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { dynamoClient, s3Client } from './aws.ts';
import { atSite } from './call-site.ts';

/** Takes every request; answers by `answer`, or never. */
let answer: ((response: ServerResponse) => void) | undefined;
const agents: string[] = [];
const server = createServer((request, response) => {
  agents.push(String(request.headers['user-agent']));
  request.resume();
  answer?.(response);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterEach(() => {
  answer = undefined;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const aKey = new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'a' } } });

describe('a call of AWS that nobody answers', () => {
  it('is given up after its bound, tried again, and ends in an error', async () => {
    const client = dynamoClient({ requestTimeoutMs: 50, maxAttempts: 2 });
    // Counted at the client: a machine under load may take the whole bound to connect, and the server never hears of that try.
    await expect(client.send(aKey)).rejects.toMatchObject({ name: 'TimeoutError', $metadata: { attempts: 2 } });
    client.destroy();
  });

  it('is given up, too, when the answer begins and its body stands still', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('the first bytes');
    };
    // The head is tried for again should it be late; a body is not.
    const client = s3Client({ requestTimeoutMs: 500, maxAttempts: 5 });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'clips', Key: 'a' }));
    await expect(Body?.transformToByteArray()).rejects.toThrow();
    client.destroy();
  });
});

describe('a call of AWS', () => {
  it('says in its user agent where in our code it is made, each time it is tried', async () => {
    answer = (response) => response.writeHead(500).end();
    agents.length = 0;
    const client = dynamoClient({ maxAttempts: 2 });
    const call = (): Promise<unknown> => client.send(aKey).catch(() => undefined);
    await atSite('reaper', () => atSite('reap', call));
    await call();
    expect(agents.map((agent) => agent.split(' md/site#').slice(1))).toEqual([
      ['reaper.reap'],
      ['reaper.reap'],
      [],
      [],
    ]);
    client.destroy();
  });
});
