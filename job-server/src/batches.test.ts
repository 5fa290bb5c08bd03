import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { type TestReply, type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeEach(async () => {
  farm = await startTestServer();
});
afterEach(() => farm.server.stop());

const composition = {
  canvas: { width: 64, height: 64, fps: { num: 25, den: 1 } },
  variables: {
    title: { type: 'string', default: 'none', maxLength: 10 },
    seconds: { type: 'number', minimum: 1, maximum: 9 },
    loud: { type: 'boolean', default: false },
  },
  tracks: [{ clips: [{ start: 0, length: '{{seconds}}', asset: { kind: 'text', text: '{{title}}' } }] }],
  outputs: [{ kind: 'mp4' }],
};

const aTemplate = async (): Promise<string> =>
  (await farm.call('POST', '/v1/templates', { body: { name: 'Teaser', composition } })).body.id;

const csv = { 'content-type': 'text/csv' };
const ndjson = { 'content-type': 'application/x-ndjson' };

interface Sent {
  readonly mode?: string;
  readonly key?: string;
  readonly type?: Record<string, string>;
}

function send(template: string, body: string, { mode, key, type = csv }: Sent = {}): Promise<TestReply> {
  const query = new URLSearchParams({ templateId: template, ...(mode === undefined ? {} : { mode }) });
  const headers = { ...type, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return farm.call('POST', `/v1/batches?${query}`, { body, headers });
}

const table = (rows: number): string =>
  ['title,seconds', ...Array.from({ length: rows }, (_, at) => `row ${at + 1},2`), ''].join('\n');

const jobsOf = async (batch: string): Promise<readonly Record<string, unknown>[]> =>
  (await farm.call('GET', `/v1/jobs?batch=${batch}&limit=100`)).body.jobs;

const batchOf = async (id: string) => (await farm.call('GET', `/v1/batches/${id}`)).body;

const manifestOf = async (id: string): Promise<Record<string, unknown>[]> =>
  (await farm.call('GET', `/v1/batches/${id}/results`)).text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets the loops of the server run until the claim holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await holds()); waitedMs += 1_000) {
    if (waitedMs > 600_000) throw new Error('it did not come true in ten minutes of the server');
    await farm.pass(1_000);
  }
}

const isIn =
  (id: string, ...states: string[]) =>
  async (): Promise<boolean> =>
    states.includes(String((await batchOf(id))['state']));

describe('a spreadsheet', () => {
  it('becomes a job a row, with the values of its cells in the types of the template', async () => {
    const template = await aTemplate();
    const reply = await send(template, 'title,seconds,loud\r\n"one, two",2.5,TRUE\r\n,3,false\r\n');
    expect([reply.status, reply.headers.get('location')]).toEqual([202, `/v1/batches/${reply.body.id}`]);
    expect(reply.body['rows']).toEqual({ received: 2, accepted: 2, rejected: 0 });
    const jobs = await jobsOf(reply.body.id);
    expect(jobs.map(({ batch, template: made }) => [batch, made])).toEqual([
      [
        { id: reply.body.id, row: 1 },
        { id: template, version: 1 },
      ],
      [
        { id: reply.body.id, row: 2 },
        { id: template, version: 1 },
      ],
    ]);
    const texts = await Promise.all(
      jobs.map(async ({ id }) => JSON.stringify(await farm.ledger.getPayload(String(id)))),
    );
    expect(texts[0]).toContain('one, two');
    // An empty cell is no value: the default counts.
    expect(texts[1]).toContain('"none"');
    await farm.untilSent(2);
  });

  it('says which rows are wrong, by row, line and variable, and renders the others', async () => {
    const reply = await send(
      await aTemplate(),
      'title,seconds\nfine,2\n"over\ntwo lines",much\nshort\nfine,20\nfine,3\n',
    );
    expect(reply.body['rows']).toEqual({ received: 5, accepted: 2, rejected: 3 });
    expect(reply.body.errors).toMatchObject([
      { row: 2, line: 3, pointer: '/variables/seconds', code: 'variable_type', detail: '"much" is not a number' },
      { row: 3, line: 5, pointer: '', code: 'wrong_columns', detail: 'has 1 cells, the header has 2' },
      { row: 4, line: 6, pointer: '/variables/seconds', code: 'variable_range' },
    ]);
    const manifest = await manifestOf(reply.body.id);
    expect(manifest.map(({ row, state, errorCode }) => [row, state, errorCode])).toEqual([
      [1, 'queued', undefined],
      [2, 'rejected', 'invalid_row'],
      [3, 'rejected', 'invalid_row'],
      [4, 'rejected', 'invalid_job'],
      [5, 'queued', undefined],
    ]);
  });

  it('has lists and objects as JSON in its cells, and says which are none, too deep, or name what no member may be named', async () => {
    const variables = { ...composition.variables, cards: { type: 'object', default: {} } };
    const body = { name: 'Cards', composition: { ...composition, variables } };
    const template = (await farm.call('POST', '/v1/templates', { body })).body.id;
    const deep = `${'{""a"":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const cells = ['"{""a"":[1]}"', '[1]', '"{""a"":{""__proto__"":1}}"', `"${deep}"`];
    const reply = await send(template, ['cards,seconds', ...cells.map((cell) => `${cell},2`), ''].join('\n'));
    expect(reply.body['rows']).toEqual({ received: 4, accepted: 1, rejected: 3 });
    const wrong = { pointer: '/variables/cards', code: 'variable_type' };
    expect(reply.body.errors).toMatchObject([
      { row: 2, ...wrong, detail: '"[1]" is not JSON of an object' },
      { row: 3, ...wrong, detail: 'its /a/__proto__ is a name that no member may have' },
      { row: 4, ...wrong, detail: 'is nested deeper than 33 levels' },
    ]);
  });

  it.each([
    ['an unknown column', 'title,secs\na,1\n', /column "secs" is no variable of the template: title, seconds, loud/],
    ['a column twice', 'title,title\na,b\n', /column "title" is there twice/],
    ['no header', '', /the body is empty/],
    ['no rows', 'title,seconds\n', /the batch has no rows/],
    ['a quote that is never closed', 'title,seconds\n"a,1\nb,2\n', /not CSV: Quote Not Closed.*line 3/],
  ])('with %s is refused as a whole, and nothing is stored', async (_, body, detail) => {
    const reply = await send(await aTemplate(), body);
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_batch']);
    expect(reply.body['detail']).toMatch(detail);
    expect((await farm.call('GET', '/v1/batches')).body['batches']).toEqual([]);
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toEqual([]);
  });

  it('with a quote that breaks within keeps what came before, and says where it is', async () => {
    const stream = openStream(await aTemplate(), csv);
    // The parser holds the end of what it has back: more may belong to it.
    stream.write('title,seconds\na,1\nb,1\nc,1\n');
    await farm.untilSent(2);
    stream.end('"c"d,1\n');
    const [response] = (await once(stream, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(422);
    const id = String(response.headers.location).slice('/v1/batches/'.length);
    expect(await batchOf(id)).toMatchObject({ state: 'incomplete', because: { code: 'invalid_batch' } });
    expect((await jobsOf(id)).length).toBeGreaterThanOrEqual(2);
  });

  it('needs a template that is there', async () => {
    const reply = await farm.call('POST', '/v1/batches', { body: 'a\n1\n', headers: csv });
    expect([reply.status, reply.body.errors[0]?.pointer]).toEqual([422, '/templateId']);
    const unknown = await send('tpl_00000000000000000000000000', 'a\n1\n');
    expect([unknown.status, unknown.body.errors[0]?.code]).toEqual([422, 'template_unknown']);
  });
});

describe('a batch of JSON', () => {
  it('has rows that are the variables of its template, after the fields that hold for all', async () => {
    const templateId = await aTemplate();
    const body = {
      templateId,
      lane: 'bulk',
      metadata: { run: '7' },
      rows: [{ seconds: 1 }, { seconds: 2, title: 'b' }],
    };
    const reply = await farm.call('POST', '/v1/batches', { body });
    expect([reply.status, reply.body['rows']]).toEqual([202, { received: 2, accepted: 2, rejected: 0 }]);
    const jobs = await jobsOf(reply.body.id);
    expect(jobs.map(({ lane, metadata }) => [lane, metadata])).toEqual([
      ['bulk', { run: '7' }],
      ['bulk', { run: '7' }],
    ]);
  });

  it('has rows that are submits of their own when it names no template', async () => {
    const templateId = await aTemplate();
    const rows = [{ composition: aComposition() }, { templateId, variables: { seconds: 1 } }, { lane: 'slow' }];
    const reply = await farm.call('POST', '/v1/batches', { body: { rows } });
    expect(reply.body['rows']).toEqual({ received: 3, accepted: 2, rejected: 1 });
    expect(reply.body.errors[0]).toMatchObject({ row: 3, pointer: '/lane' });
  });

  it.each([
    ['{"rows":[{"a":1},{"b":}]}', 202, 'rejected'],
    ['{"rows":[]}', 422, 'the batch has no rows'],
    ['{"mode":"best-effort"}', 422, 'no rows'],
    ['{"rows":{}}', 422, 'is not an array'],
    ['{"rows":[{}],"lane":"bulk"}', 422, 'rows must be the last field'],
    ['{"lanes":"bulk","rows":[{}]}', 422, '/lanes: is not a field of a batch'],
    ['[{}]', 400, 'not an object'],
    ['{"rows":[{}', 400, 'ends within row 1'],
    ['{"rows":[{},,{}]}', 400, 'nothing where row 2 should be'],
    ['', 400, 'ends within its fields'],
  ])('%s is answered %i', async (body, status, words) => {
    const response = await fetch(`${farm.url}/v1/batches`, {
      method: 'POST',
      headers: { 'x-api-key': 'ryk_acme_k2_0123456789abcdef', 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(words);
  });

  it('refuses a field that the query has as well', async () => {
    const body = { lane: 'bulk', rows: [{ composition: aComposition() }] };
    const reply = await farm.call('POST', '/v1/batches?lane=express', { body });
    expect([reply.status, reply.body.errors[0]?.pointer]).toEqual([422, '/lane']);
  });
});

describe('a batch of NDJSON', () => {
  it('is a row a line; a line that is none is told with its number', async () => {
    const large = JSON.stringify({ title: 'x'.repeat(300_000) });
    const lines = ['{"seconds":1}', '', 'no json', '[1]', large, '{"seconds":2}'].join('\n');
    const reply = await send(await aTemplate(), lines, { type: ndjson });
    expect(reply.body['rows']).toEqual({ received: 5, accepted: 2, rejected: 3 });
    expect(reply.body.errors).toMatchObject([
      { row: 2, line: 3, code: 'malformed_json' },
      { row: 3, line: 4, code: 'invalid_type' },
      { row: 4, line: 5, code: 'row_too_large' },
    ]);
  });

  it('has rows in the queue while the client still writes', async () => {
    const stream = openStream(await aTemplate());
    stream.write('{"seconds":1}\n{"seconds":2}\n');
    await farm.untilSent(2);
    stream.end('{"seconds":3}\n');
    const [response] = (await once(stream, 'response')) as [{ statusCode: number }];
    expect(response.statusCode).toBe(202);
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toHaveLength(3);
  });
});

describe('a batch that takes longer than a client waits for an answer', () => {
  it('is answered when it was read, and its rows are submitted after that', async () => {
    await farm.server.stop();
    // As over a network: an answer is a turn of the event loop away.
    farm = await startTestServer({
      wrap: (ledger) => ({ ...ledger, submit: async (...asked) => turn().then(() => ledger.submit(...asked)) }),
    });
    const stream = openStream(await aTemplate());
    stream.write('{"seconds":1}\n');
    await farm.untilSent(1);
    await farm.clock.advance(21_000);
    stream.end(`${'{"seconds":2}\n'.repeat(299)}{"seconds":"much"}\n`);
    const [response] = (await once(stream, 'response')) as [IncomingMessage];
    const { id, state } = (await json(response)) as { id: string; state: string };
    expect([response.statusCode, state]).toEqual([202, 'submitting']);
    await until(isIn(id, 'accepted'));
    await farm.clock.advance(2_000);
    const counts = { rows: { received: 301, accepted: 300, rejected: 1 }, jobs: { queued: 300 } };
    expect(await batchOf(id)).toMatchObject(counts);
    expect(farm.storage.contents.size).toBe(0);
  });
});

/** A batch whose body is written by the test. */
function openStream(template: string, type: Record<string, string> = ndjson, key?: string): ClientRequest {
  const { port } = new URL(farm.url);
  const stream = openRequest({
    ...{ port, method: 'POST', path: `/v1/batches?templateId=${template}` },
    headers: {
      ...{ ...type, authorization: 'Bearer ryk_acme_k2_0123456789abcdef' },
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
  stream.on('error', () => undefined);
  return stream;
}

describe('all or nothing', () => {
  it('submits no row while one is not valid, and names all that are not', async () => {
    const reply = await send(await aTemplate(), 'title,seconds\na,1\nb,x\nc,3\nd,y\n', { mode: 'all-or-nothing' });
    expect([reply.status, reply.body.code]).toEqual([422, 'batch_rejected']);
    expect(reply.body.errors).toMatchObject([
      { row: 2, line: 3, pointer: '/variables/seconds' },
      { row: 4, line: 5, pointer: '/variables/seconds' },
    ]);
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toEqual([]);
    const id = String(reply.headers.get('location')).slice('/v1/batches/'.length);
    expect(await batchOf(id)).toMatchObject({ state: 'rejected', isOver: true });
    expect((await manifestOf(id)).map(({ row, state }) => [row, state])).toEqual([
      [2, 'rejected'],
      [4, 'rejected'],
    ]);
    expect(farm.storage.contents.size).toBe(0);
  });

  it('submits all of them when every row is valid', async () => {
    const reply = await send(await aTemplate(), table(250), { mode: 'all-or-nothing' });
    expect([reply.status, reply.body['state']]).toEqual([202, 'submitting']);
    await until(isIn(reply.body.id, 'accepted'));
    expect(await batchOf(reply.body.id)).toMatchObject({
      rows: { received: 250, accepted: 250, rejected: 0 },
      jobs: { queued: 250 },
      uncounted: 0,
      isOver: false,
    });
    expect(farm.storage.contents.size).toBe(0);
  });
});

describe('a batch that is sent again with its key', () => {
  it('gets the first reply, and makes no second job', async () => {
    const template = await aTemplate();
    const first = await send(template, table(5), { key: 'k' });
    const again = await send(template, table(5), { key: 'k' });
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toHaveLength(5);
  });

  it('is refused when it is another one', async () => {
    const template = await aTemplate();
    await send(template, table(5), { key: 'k' });
    for (const other of [table(6), table(5).replace('row 3', 'row three')]) {
      expect((await send(template, other, { key: 'k' })).body.code).toBe('idempotency_key_reused');
    }
    const mode = await send(template, table(5), { key: 'k', mode: 'all-or-nothing' });
    expect(mode.body.code).toBe('idempotency_key_reused');
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toHaveLength(5);
  });

  it('goes on where a connection broke, with the rows that are missing', async () => {
    const template = await aTemplate();
    const stream = openStream(template, ndjson, 'k');
    stream.write('{"seconds":1}\n{"seconds":2}\n{"sec');
    await farm.untilSent(2);
    stream.destroy();
    await until(async () => (await farm.call('GET', '/v1/batches')).text.includes('"incomplete"'));
    const rows = '{"seconds":1}\n{"seconds":2}\n{"seconds":3}\n';
    const reply = await send(template, rows, { key: 'k', type: ndjson });
    expect([reply.status, reply.body['rows']]).toEqual([202, { received: 3, accepted: 3, rejected: 0 }]);
    expect((await jobsOf(reply.body.id)).map(({ batch }) => batch)).toMatchObject([{ row: 1 }, { row: 2 }, { row: 3 }]);
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toHaveLength(3);
  });

  it('waits while the first request is still read', async () => {
    const template = await aTemplate();
    const stream = openStream(template, ndjson, 'k');
    stream.write('{"seconds":1}\n');
    await farm.untilSent(1);
    const reply = await send(template, '{"seconds":1}\n', { key: 'k', type: ndjson });
    expect([reply.status, reply.body.code, reply.body['retryable']]).toEqual([409, 'batch_in_progress', true]);
    stream.end();
    await once(stream, 'response');
  });
});

describe('a batch that is canceled', () => {
  it('has no job that goes on, and says so again when it is canceled again', async () => {
    const { id } = (await send(await aTemplate(), table(30))).body;
    const reply = await farm.call('POST', `/v1/batches/${id}/cancel`);
    expect([reply.status, reply.body['state']]).toEqual([202, 'canceling']);
    await until(isIn(id, 'canceled'));
    await farm.clock.advance(2_000);
    expect(await batchOf(id)).toMatchObject({ jobs: { canceled: 30, queued: 0 }, isOver: true });
    expect((await farm.call('POST', `/v1/batches/${id}/cancel`)).body['state']).toBe('canceled');
    expect(await farm.ledger.findWaiting('standard', 100)).toEqual([]);
  });

  it('takes no more rows of a request that still comes', async () => {
    const stream = openStream(await aTemplate());
    stream.write('{"seconds":1}\n');
    await farm.untilSent(1);
    const [batch] = (await farm.call('GET', '/v1/batches')).body['batches'] as { id: string }[];
    const id = batch?.id ?? '';
    await farm.call('POST', `/v1/batches/${id}/cancel`);
    await farm.clock.advance(3_000);
    stream.end(`${'{"seconds":2}\n'.repeat(5_000)}`);
    const [response] = (await once(stream, 'response')) as [{ statusCode: number }];
    expect(response.statusCode).toBe(202);
    await until(isIn(id, 'canceled'));
    await farm.clock.advance(2_000);
    const { jobs } = await batchOf(id);
    expect(jobs).toMatchObject({ queued: 0, rendering: 0 });
    expect((jobs as unknown as { canceled: number }).canceled).toBeLessThan(5_000);
  });
});

describe('the manifest', () => {
  it('is a table when that is asked for, and no cell of it is a formula', async () => {
    const { id } = (await send(await aTemplate(), 'title,seconds\na,1\nb,=1+1\n')).body;
    const asked = await farm.call('GET', `/v1/batches/${id}/results`, { headers: { accept: 'text/csv' } });
    expect(asked.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, first, second] = asked.text.split('\n');
    expect(header).toBe('row,line,state,jobId,errorCode,errorDetail,artifacts');
    expect(first).toMatch(/^1,2,queued,job_\w{26},,,$/);
    expect(second).toMatch(/^2,3,rejected,,invalid_row,"\/variables\/seconds: ""=1\+1"" is not a number",$/);
    expect((await farm.call('GET', `/v1/batches/${id}/results?format=csv`)).text).toBe(asked.text);
  });
});

describe('jobs of a template', () => {
  it('are listed by it', async () => {
    const template = await aTemplate();
    await send(template, table(3));
    await farm.call('POST', '/v1/jobs', { body: { composition: aComposition() } });
    const listed = await farm.call('GET', `/v1/jobs?template=${template}&limit=2`);
    expect(listed.body.jobs).toHaveLength(2);
    const rest = await farm.call(
      'GET',
      `/v1/jobs?template=${template}&limit=2&cursor=${String(listed.body['cursor'])}`,
    );
    expect(rest.body.jobs).toHaveLength(1);
  });
});
