import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestServer, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeEach(async () => {
  farm = await startTestServer();
});
afterEach(async () => {
  await farm.server.stop();
});

const submit = (body: unknown) => farm.call('POST', '/v1/jobs', { body });
const clip = { asset: { type: 'image', src: 'https://example.com/a.jpg' }, start: 0, length: 2, filter: 'greyscale' };
const edit = (fields: object = {}) => ({
  timeline: { tracks: [{ clips: [{ ...clip, ...fields }] }] },
  output: { format: 'mp4', resolution: 'sd' },
});

describe('submitting an edit of Shotstack', () => {
  it('renders it as a composition, and says what is lost in the reply', async () => {
    const reply = await submit({ shotstack: edit({ filter: 'boost', id: 'mine' }) });
    expect(reply.status).toBe(202);
    expect(reply.body['import']).toMatchObject({
      losses: [{ path: '/timeline/tracks/0/clips/0/filter', code: 'approximated' }],
      notes: [{ path: '/timeline/tracks/0/clips/0/id', code: 'ignored' }],
    });
    const payload = await farm.ledger.getPayload(reply.body.id);
    expect(payload).toMatchObject({ engine: 'reel', composition: { timescale: 90_000, canvas: { width: 1024 } } });
  });

  it('accepts with strict what loses nothing, and refuses the rest', async () => {
    expect((await submit({ shotstack: edit(), strict: true })).status).toBe(202);
    const refused = await submit({ shotstack: edit({ filter: 'boost' }), strict: true });
    expect([refused.status, refused.body['errors']]).toMatchObject([
      422,
      [{ pointer: '/shotstack/timeline/tracks/0/clips/0/filter', code: 'approximated' }],
    ]);
  });

  it.each([
    ['a mistake in the edit', { shotstack: edit({ fit: 'big' }) }, '/shotstack/timeline/tracks/0/clips/0/fit'],
    [
      'an address that no agent may ask',
      { shotstack: edit({ asset: { type: 'image', src: 'http://127.0.0.1/a.jpg' } }) },
      '/shotstack/timeline/tracks/0/clips/0/asset',
    ],
    ['strict beside a composition', { composition: {}, strict: true }, '/strict'],
    ['variables beside an edit', { shotstack: edit(), variables: {} }, '/variables'],
    ['an edit and a composition', { shotstack: edit(), composition: {} }, ''],
  ])('refuses %s by its place in what was sent', async (_, body, pointer) => {
    const reply = await submit(body);
    expect([reply.status, reply.body['errors']]).toMatchObject([422, [{ pointer }]]);
  });
});
