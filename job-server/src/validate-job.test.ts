import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestServer, aComposition, aProject, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
beforeAll(async () => {
  farm = await startTestServer();
});
afterAll(async () => {
  await farm.server.stop();
});

const validate = (body: object) => farm.call('POST', '/v1/jobs:validate', { body, scope: 'read' });
const clip = (fields: object) => ({ length: 1, asset: { kind: 'color', color: '#102030' }, ...fields });

describe('the dry run of a submit', () => {
  it('shows the resolved timeline, the cut and an estimate, and stores nothing', async () => {
    const composition = aComposition({ tracks: [{ clips: [clip({}), clip({ start: 'auto', length: 2 })] }] });
    const reply = await validate({ composition, lane: 'bulk' });
    expect([reply.status, reply.body]).toMatchObject([
      200,
      { lane: 'bulk', engine: 'reel', lengthSeconds: 3, tasks: { render: 1, assemble: 0 }, estimate: { frames: 90 } },
    ]);
    const starts = (reply.body['composition'] as { tracks: { clips: { start: number }[] }[]; timescale: number }).tracks
      .flatMap(({ clips }) => clips)
      .map(({ start }) => start / 90_000);
    expect(starts).toEqual([0, 1]);
    expect((await farm.call('GET', '/v1/jobs')).body.jobs).toEqual([]);
  });

  it('of a project shows its cut', async () => {
    const reply = await validate(aProject({ project: { segments: 4, frames: 100 } }));
    expect(reply.body).toMatchObject({
      lengthSeconds: null,
      tasks: { render: 4, assemble: 1 },
      estimate: { frames: 100 },
    });
  });

  it.each([
    { composition: {} },
    { composition: aComposition(), engine: 'none' },
    { composition: aComposition(), project: {} },
    {
      composition: aComposition({ tracks: [{ clips: [clip({ asset: { kind: 'image', src: 'http://10.0.0.1/' } })] }] }),
    },
    { composition: aComposition(), deadline: '2001-01-01T00:00:00Z' },
  ])('refuses %j in the words of the submit', async (body) => {
    const [dry, real] = [await validate(body), await farm.call('POST', '/v1/jobs', { body })];
    expect(dry.status).toBe(422);
    expect({ ...dry.body, requestId: '' }).toEqual({ ...real.body, requestId: '' });
  });
});
