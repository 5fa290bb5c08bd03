import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../server/local-cloud.ts';
import { s3 } from './s3.ts';

const dir = mkdtempSync(join(tmpdir(), 's3-'));
let cloud: LocalCloud;

const signed = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
};
const open = () => startLocalCloud({ dir, services: [s3] });
const call = (method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${cloud.endpoint}${path}`, {
    method,
    headers: { ...signed, ...headers },
    ...(body !== undefined && { body }),
  });
const files = () => readdirSync(join(dir, 's3', 'files'));
/** Resolves when the folder of the bucket holds `count` files: removal comes after the reply. */
const filesAre = async (count: number): Promise<void> => {
  while (files().length !== count) await new Promise((resolve) => setImmediate(resolve));
};

beforeAll(async () => {
  cloud = await open();
  await call('PUT', '/files');
});
afterAll(async () => {
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('S3 on disk', () => {
  it('keeps one file for each object, and none of those that were replaced, refused or deleted', async () => {
    await call('PUT', '/files/k', 'first');
    await call('PUT', '/files/k', 'second');
    await filesAre(1);
    expect((await call('PUT', '/files/k', 'third', { 'if-none-match': '*' })).status).toBe(412);
    expect((await call('PUT', '/files/k', 'x', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' })).status).toBe(400);
    await filesAre(1);
    expect((await call('DELETE', '/files/k')).status).toBe(204);
    await filesAre(0);
  });

  it('never lets a key out of the folder', async () => {
    const key = '/files/%2e%2e%2f%2e%2e%2fout';
    await call('PUT', key, 'x');
    expect(files()).toHaveLength(1);
    expect(readdirSync(dir).sort()).toEqual(expect.not.arrayContaining(['out']));
    expect(await (await call('GET', key)).text()).toBe('x');
    await call('DELETE', key);
    await filesAre(0);
  });

  it('leaves nothing of an upload whose client went away', async () => {
    const { port } = new URL(cloud.endpoint);
    const socket = connect(Number(port), '127.0.0.1');
    const head = `PUT /files/half HTTP/1.1\r\nhost: x\r\nauthorization: ${signed.authorization}\r\ncontent-length: 100\r\n\r\n`;
    socket.write(`${head}only this`);
    await filesAre(1);
    socket.destroy();
    await filesAre(0);
    expect((await call('GET', '/files/half')).status).toBe(404);
  });

  it('sends the rest of an object that is replaced while it is read', async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024, 'a');
    await call('PUT', '/files/k', bytes);
    const reading = await call('GET', '/files/k');
    await call('PUT', '/files/k', 'new');
    expect((await reading.arrayBuffer()).byteLength).toBe(bytes.length);
    await filesAre(1);
    await call('DELETE', '/files/k');
    await filesAre(0);
  });

  it('answers Expect: 100-continue before it takes the body', async () => {
    const headers = { ...signed, expect: '100-continue', 'content-length': '4' };
    const sending = httpRequest(`${cloud.endpoint}/files/expected`, { method: 'PUT', headers });
    const status = new Promise((resolve, reject) => {
      sending.once('continue', () => sending.end('body'));
      sending.once('response', (reply) => resolve(reply.statusCode));
      sending.once('error', reject);
    });
    sending.flushHeaders();
    expect(await status).toBe(200);
    await call('DELETE', '/files/expected');
  });

  it('refuses what it does not emulate rather than taking it for something else', async () => {
    await call('PUT', '/files/k', 'x');
    expect((await call('PUT', '/files/k?acl', '<AccessControlPolicy/>')).status).toBe(501);
    expect(await (await call('GET', '/files/k')).text()).toBe('x');
    await call('DELETE', '/files/k');
  });

  it('refuses a path that is no valid encoding', async () => {
    expect((await call('GET', '/files/%ff')).status).toBe(400);
  });

  it('survives a restart with its objects and uploads, and sweeps what a crash left behind', async () => {
    await call('PUT', '/files/kept', 'kept', { 'x-amz-meta-a': '1' });
    const started = await (await call('POST', '/files/parts?uploads')).text();
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(started)?.[1] ?? '';
    const part = await call('PUT', `/files/parts?partNumber=1&uploadId=${uploadId}`, 'part');
    writeFileSync(join(dir, 's3', 'files', 'orphan'), 'of a crash');
    await cloud.close();
    cloud = await open();
    expect(files()).toHaveLength(2);
    const kept = await call('GET', '/files/kept');
    expect([await kept.text(), kept.headers.get('x-amz-meta-a')]).toEqual(['kept', '1']);
    const list = `<Part><PartNumber>1</PartNumber><ETag>${part.headers.get('etag')}</ETag></Part>`;
    const complete = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`;
    expect((await call('POST', `/files/parts?uploadId=${uploadId}`, complete)).status).toBe(200);
    expect(await (await call('GET', '/files/parts')).text()).toBe('part');
  });
});
