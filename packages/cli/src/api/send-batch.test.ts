import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type RequestListener, type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sendBatch, typeOf } from './send-batch.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-batch-'));
const file = join(dir, 'rows.csv');
writeFileSync(file, 'title\none\ntwo\n');
let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(dir, { recursive: true, force: true });
});

describe('a batch whose connection breaks', () => {
  it('is sent again as it is, with the same key', async () => {
    const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
    const answer: RequestListener = async (request, response) => {
      heard.push({ headers: request.headers, body: await text(request) });
      if (heard.length === 1) request.socket.destroy();
      else response.writeHead(202).end(JSON.stringify({ id: 'bat_1', rows: { accepted: 2 } }));
    };
    server = createServer((request, response) => void answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const batch = { file, type: typeOf(file), path: '/v1/batches?templateId=tpl_1', key: 'mine' };
    const said: string[] = [];
    const sent = await sendBatch({ url, key: 'ryk_a_b_c' }, batch, (words) => said.push(words));
    expect(sent.id).toBe('bat_1');
    expect(heard.map(({ headers, body }) => [headers['idempotency-key'], headers['content-type'], body])).toEqual([
      ['mine', 'text/csv', 'title\none\ntwo\n'],
      ['mine', 'text/csv', 'title\none\ntwo\n'],
    ]);
    expect(said).toEqual([expect.stringMatching(/^the connection broke/)]);
  });
});
