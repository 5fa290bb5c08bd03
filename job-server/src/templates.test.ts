import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestReply, type TestServer } from './testing/start-test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.server.stop());

const composition = {
  canvas: { width: 64, height: 64, fps: { num: 25, den: 1 } },
  variables: {
    color: { type: 'string', default: '#ff0000' },
    seconds: { type: 'number', minimum: 1, maximum: 9 },
  },
  tracks: [{ clips: [{ start: 0, length: '{{seconds}}', asset: { kind: 'color', color: '{{color}}' } }] }],
  outputs: [{ kind: 'mp4' }],
};

const post = (body: object): Promise<TestReply> => server.call('POST', '/v1/templates', { body });
const submit = (body: object, tenant?: 'globex'): Promise<TestReply> =>
  server.call('POST', '/v1/jobs', { body, ...(tenant ? { tenant } : {}) });
const create = async (): Promise<string> => (await post({ name: 'Teaser', composition })).body.id;

describe('a template', () => {
  it('publishes the JSON Schema of its variables', async () => {
    const reply = await post({ name: 'Teaser', composition });
    expect([reply.status, reply.body['version']]).toEqual([201, 1]);
    expect(reply.body['variables']).toMatchObject({
      type: 'object',
      properties: { seconds: { type: 'number', minimum: 1, maximum: 9 } },
      required: ['seconds'],
      additionalProperties: false,
    });
  });

  it('renders with the values that a submit sends', async () => {
    const templateId = await create();
    const reply = await submit({ templateId, variables: { seconds: 2, color: '#00ff00' } });
    expect(reply.status).toBe(202);
    const { composition: rendered } = await server.ledger.getPayload(reply.body.id);
    expect(JSON.stringify(rendered)).toContain('#00ff00');
  });

  it('says which value is missing or wrong, at its place in the submit', async () => {
    const templateId = await create();
    expect((await submit({ templateId })).body.errors[0]).toMatchObject({ pointer: '/variables/seconds' });
    const wrong = await submit({ templateId, variables: { seconds: 10 } });
    expect(wrong.body.errors[0]).toMatchObject({ pointer: '/variables/seconds', code: 'variable_range' });
  });

  it('says what is wrong in itself, with its place in the template', async () => {
    const broken = {
      ...composition,
      tracks: [{ clips: [{ start: 0, length: '{{seconds}}', asset: { kind: 'nothing' } }] }],
    };
    const { id } = (await post({ name: 'Broken', composition: broken })).body;
    const reply = await submit({ templateId: id, variables: { seconds: 2 } });
    expect(reply.status).toBe(422);
    expect(reply.body.errors[0]?.pointer).toBe('/templateId');
    expect(reply.body.errors[0]?.detail).toMatch(/^\/tracks\/0\/clips\/0\/asset/);
  });

  it('is refused at once when its defaults already make no composition', async () => {
    const wrong = { ...composition, variables: {}, tracks: [], outputs: [{ kind: 'nothing' }] };
    const reply = await post({ name: 'Wrong', composition: wrong });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_template']);
    expect(reply.body.errors[0]?.pointer).toMatch(/^\/composition\//);
  });

  it('keeps its versions: a job may name one, and gets the newest else', async () => {
    const id = await create();
    const blue = {
      ...composition,
      variables: { color: { type: 'string', default: '#0000ff' }, seconds: { type: 'number', default: 1 } },
    };
    const second = await server.call('PUT', `/v1/templates/${id}`, { body: { name: 'Teaser 2', composition: blue } });
    expect([second.status, second.body['version'], second.body['latest']]).toEqual([200, 2, 2]);
    const newest = await submit({ templateId: id });
    expect(JSON.stringify(await server.ledger.getPayload(newest.body.id))).toContain('#0000ff');
    const first = await submit({ templateId: id, templateVersion: 1, variables: { seconds: 1 } });
    expect(JSON.stringify(await server.ledger.getPayload(first.body.id))).toContain('#ff0000');
    expect((await server.call('GET', `/v1/templates/${id}?version=1`)).body['composition']).toEqual(composition);
    expect((await submit({ templateId: id, templateVersion: 3 })).body.errors[0]?.code).toBe('template_unknown');
  });

  it('is nobody else’s', async () => {
    const id = await create();
    expect((await submit({ templateId: id, variables: { seconds: 1 } }, 'globex')).status).toBe(422);
    for (const [method, body] of [['GET'], ['DELETE'], ['PUT', { name: 'x', composition }]] as const) {
      const reply = await server.call(method, `/v1/templates/${id}`, {
        tenant: 'globex',
        ...(body === undefined ? {} : { body }),
      });
      expect([method, reply.status]).toEqual([method, 404]);
    }
  });

  it('is gone after a delete, and the jobs made of it are not', async () => {
    const templateId = await create();
    const job = (await submit({ templateId, variables: { seconds: 1 } })).body.id;
    expect((await server.call('DELETE', `/v1/templates/${templateId}`)).status).toBe(204);
    expect((await server.call('GET', `/v1/templates/${templateId}`)).status).toBe(404);
    expect((await server.call('GET', '/v1/templates')).body['templates']).toEqual([]);
    expect((await server.call('GET', `/v1/jobs/${job}`)).status).toBe(200);
  });
});
