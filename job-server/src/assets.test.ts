import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createMediaProber } from './adapters/media-prober.ts';
import { type TestReply, type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

const file = (name: string): Buffer => readFileSync(new URL(`../../examples/assets/${name}`, import.meta.url));
const clip = file('clip.mp4');
const music = file('music.m4a');
const photo = file('photo.jpg');

let farm: TestServer;
let origin: Server;
let base: string;
/** Requests of each path so far. */
const asked = new Map<string, number>();
const routes: Record<string, (nth: number) => readonly [status: number, body: Buffer, type: string]> = {
  '/clip.mp4': () => [200, clip, 'video/mp4'],
  '/same.mp4': () => [200, clip, 'video/mp4'],
  '/music.m4a': () => [200, music, 'audio/mp4'],
  '/photo.jpg': () => [200, photo, 'image/jpeg'],
  '/page.html': () => [200, Buffer.from('<p>not what you think'), 'text/html'],
  '/busy.jpg': (nth) => (nth === 1 ? [503, Buffer.alloc(0), 'text/plain'] : [200, photo, 'image/jpeg']),
  '/never.jpg': () => [503, Buffer.alloc(0), 'text/plain'],
};

beforeAll(async () => {
  origin = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const nth = (asked.get(path) ?? 0) + 1;
    asked.set(path, nth);
    const [status, body, type] = routes[path]?.(nth) ?? [404, Buffer.alloc(0), 'text/plain'];
    if (path === '/inside') response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end();
    else if (path === '/silent') return;
    else response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  farm = await startTestServer({ fetchAllow: [base], prober: createMediaProber() });
});
afterAll(async () => {
  await farm.server.stop();
  origin.closeAllConnections();
  origin.close();
});

const ingest = (path: string, fields: object = {}, headers: Record<string, string> = {}): Promise<TestReply> =>
  farm.call('POST', '/v1/assets', { body: { url: `${base}${path}`, ...fields }, headers });
const look = (id: string): Promise<TestReply> => farm.call('GET', `/v1/assets/${id}`);
/** Lets time pass until the asset has ended. The thread that looks into it starts when it gets its turn, whatever the farm's clock says. */
async function ended(id: string): Promise<TestReply> {
  for (const giveUpAt = performance.now() + 50_000; performance.now() < giveUpAt;) {
    const reply = await look(id);
    if (reply.body['state'] !== 'ingesting') return reply;
    await farm.pass(1_000);
  }
  throw new Error(`${id} has not ended within 50 s`);
}
async function ready(path: string): Promise<string> {
  const { id } = (await ingest(path)).body;
  expect((await ended(id)).body).toMatchObject({ state: 'ready' });
  return id;
}
const submit = (clips: readonly object[], fields: object = {}): Promise<TestReply> =>
  farm.call('POST', '/v1/jobs', { body: { composition: aComposition({ tracks: [{ clips }], ...fields }) } });
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

describe('an asset by its address', () => {
  it('is fetched in the background, with its digest and what its media is', async () => {
    const accepted = await ingest('/clip.mp4?X-Signature=secret');
    expect([accepted.status, accepted.body['state']]).toEqual([202, 'ingesting']);
    const { id } = accepted.body;
    expect(accepted.headers.get('location')).toBe(`/v1/assets/${id}`);
    const { body } = await ended(id);
    expect(body).toMatchObject({
      ...{ id, uri: `asset://${id}`, state: 'ready', name: 'clip.mp4', contentType: 'video/mp4' },
      ...{ source: `${base}/clip.mp4`, bytes: clip.length, sha256: sha256(clip) },
      media: { container: 'MPEG-4', streams: [{ kind: 'video', codec: 'AVC', fps: 30 }] },
    });
    expect(farm.media.bodies.get(`assets/acme/${id}/clip.mp4`)).toEqual(clip);
  });

  it('tells what sound and pictures are, too', async () => {
    const sound = await look(await ready('/music.m4a'));
    expect(sound.body['media']).toMatchObject({ streams: [{ kind: 'audio', codec: 'AAC', sampleRate: 48_000 }] });
    const picture = await look(await ready('/photo.jpg'));
    expect(picture.body['media']).toMatchObject({ streams: [{ kind: 'image', codec: 'JPEG' }] });
    const page = await look(await ready('/page.html'));
    expect(page.body['media']).toEqual({ streams: [] });
  });

  it('is kept once however often it is fetched, and goes with the last that names it', async () => {
    const [first, second] = [await ready('/clip.mp4'), await ready('/same.mp4')];
    const held = [...farm.media.bodies.values()].filter((body) => body.equals(clip));
    expect(held).toHaveLength(1);
    const key = (await farm.ledger.findAsset('acme', second))?.key ?? '';
    const all = (await farm.ledger.listAssets({ tenant: 'acme', limit: 100 })).items.filter((one) => one.key === key);
    for (const { id } of all.filter((one) => one.id !== second)) {
      expect((await farm.call('DELETE', `/v1/assets/${id}`)).status).toBe(204);
    }
    expect((await look(first)).status).toBe(404);
    expect(farm.media.bodies.has(key)).toBe(true);
    expect((await farm.call('DELETE', `/v1/assets/${second}`)).status).toBe(204);
    expect(farm.media.bodies.has(key)).toBe(false);
    await ready('/clip.mp4');
  });

  it('is made once for a request that is sent twice', async () => {
    const key = { 'idempotency-key': 'photo-1' };
    const first = await ingest('/photo.jpg', {}, key);
    const again = await ingest('/photo.jpg', {}, key);
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([202, first.text, 'true']);
    const other = await ingest('/photo.jpg', { name: 'other.jpg' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('is tried again while its origin is busy, and failed when that never ends', async () => {
    await ready('/busy.jpg');
    expect(asked.get('/busy.jpg')).toBe(2);
    const { id } = (await ingest('/never.jpg')).body;
    const { body } = await ended(id);
    expect(body).toMatchObject({ state: 'failed', problem: { code: 'asset_unavailable' } });
    expect(asked.get('/never.jpg')).toBe(5);
  });

  it('fails at once when its origin will never give it', async () => {
    const { id } = (await ingest('/missing.jpg?token=secret')).body;
    const { body } = await ended(id);
    const detail = `${base}/missing.jpg answered 404`;
    expect(body).toMatchObject({ state: 'failed', problem: { code: 'asset_unavailable', detail } });
  });

  it('is never fetched from inside: not by its address, and not by a redirect', async () => {
    for (const url of [
      'http://169.254.169.254/latest/',
      'http://127.0.0.1:1/x',
      'ftp://media.example/x',
      'http://[::1]/',
    ]) {
      const reply = await farm.call('POST', '/v1/assets', { body: { url } });
      expect([reply.status, reply.body.code, reply.body.errors[0]?.pointer]).toEqual([422, 'invalid_asset', '/url']);
    }
    const { id } = (await ingest('/inside')).body;
    expect((await ended(id)).body).toMatchObject({ state: 'failed', problem: { code: 'asset_address_blocked' } });
  });

  it('waits while the bucket is away, without using up its attempts', async () => {
    farm.media.fault = new FarmError('storage-unavailable', 'gone fishing');
    const { id } = (await ingest('/photo.jpg?2')).body;
    const before = asked.get('/photo.jpg') ?? 0;
    while ((asked.get('/photo.jpg') ?? 0) < before + 8) await farm.pass(1_000);
    farm.media.fault = undefined;
    expect((await ended(id)).body).toMatchObject({ state: 'ready' });
  });

  it('that a server has left behind is finished by another', async () => {
    const now = farm.clock.now();
    const id = 'ast_01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const left = { url: `${base}/photo.jpg`, state: 'ingesting', attempts: 1, nextAt: now + 60_000 } as const;
    const asset = { tenant: 'acme', id, key: `assets/acme/${id}/p.jpg`, name: 'p.jpg', contentType: 'image/jpeg' };
    await farm.ledger.createAsset({ ...asset, ...left, createdAt: now, version: 1 }, now);
    expect((await ended(id)).body).toMatchObject({ state: 'ready' });
    const spent = 'ast_01ARZ3NDEKTSV4RRFFQ69G5FAW';
    const often = { ...asset, ...left, id: spent, attempts: 5, createdAt: now, version: 1 };
    await farm.ledger.createAsset(often, now);
    expect((await ended(spent)).body).toMatchObject({ state: 'failed', problem: { code: 'asset_unavailable' } });
  });

  it('that is deleted while it is fetched leaves nothing behind', async () => {
    const { id } = (await ingest('/silent')).body;
    while ((asked.get('/silent') ?? 0) === 0) await farm.clock.advance(10);
    expect((await farm.call('DELETE', `/v1/assets/${id}`)).status).toBe(204);
    expect((await look(id)).status).toBe(404);
    const isDue = async () =>
      (await farm.ledger.findDueAssets(Number.MAX_SAFE_INTEGER, 100)).some((one) => one.id === id);
    while (await isDue()) await farm.clock.advance(5_000);
  });
});

describe('assets', () => {
  it('are listed newest first, page by page', async () => {
    const ids: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await farm.call('GET', `/v1/assets?limit=3${cursor && `&cursor=${cursor}`}`);
      ids.push(...(body['assets'] as { id: string }[]).map(({ id }) => id));
      cursor = (body['cursor'] as string | undefined) ?? '';
    } while (cursor !== '');
    expect(ids.length).toBeGreaterThan(5);
    expect(ids).toEqual([...ids].sort().reverse());
    const foreign = await farm.call('GET', '/v1/assets', { tenant: 'globex' });
    expect(foreign.body['assets']).toEqual([]);
  });

  it('are announced with a digest that is one, and for an upload alone', async () => {
    const upload = { name: 'a.png', contentType: 'image/png' };
    const refusals = await Promise.all(
      [
        { ...upload, sha256: 'AB'.repeat(32) },
        { ...upload, sha256: 7 },
        { url: `${base}/photo.jpg`, sha256: 'ab'.repeat(32) },
      ].map((body) => farm.call('POST', '/v1/assets', { body })),
    );
    expect(refusals.map(({ status, body }) => [status, body.errors[0]?.pointer, body.errors[0]?.code])).toEqual([
      [422, '/sha256', 'invalid_value'],
      [422, '/sha256', 'invalid_value'],
      [422, '/sha256', 'not_applicable'],
    ]);
  });

  it('are refused by the field that is wrong', async () => {
    const reply = await farm.call('POST', '/v1/assets', { body: { url: 7, bytes: 5, name: 'a/b', colour: 'red' } });
    expect(reply.body.errors.map(({ pointer }) => pointer).sort()).toEqual(['/bytes', '/colour', '/name', '/url']);
  });
});

describe('an upload', () => {
  const upload = async (content: Buffer, contentType: string): Promise<string> => {
    const { id } = (await farm.call('POST', '/v1/assets', { body: { name: 'up', contentType } })).body;
    farm.media.bodies.set(`assets/acme/${id}/up`, content);
    return id;
  };

  it('is looked into when it is asked for, and again when its owner has replaced it', async () => {
    const id = await upload(music, 'audio/mp4');
    expect((await look(id)).body).toMatchObject({
      state: 'ready',
      bytes: music.length,
      media: { container: 'MPEG-4' },
    });
    farm.media.bodies.set(`assets/acme/${id}/up`, photo);
    expect((await look(id)).body).toMatchObject({ bytes: photo.length, media: { container: 'JPEG' } });
  });

  it('gives a clip without a length the length of its media', async () => {
    const src = `asset://${await upload(clip, 'video/mp4')}`;
    const body = { composition: aComposition({ tracks: [{ clips: [{ asset: { kind: 'video', src, trim: 0.5 } }] }] }) };
    const { body: plan } = await farm.call('POST', '/v1/jobs:validate', { body });
    const media = (await look(src.slice(8))).body['media'] as { durationSeconds: number };
    expect(plan['lengthSeconds']).toBeCloseTo(media.durationSeconds - 0.5, 3);
  });

  it('that has not come is awaited, and can be deleted', async () => {
    const { id } = (await farm.call('POST', '/v1/assets', { body: { name: 'late', contentType: 'video/mp4' } })).body;
    expect((await look(id)).body).toMatchObject({ state: 'awaiting-upload' });
    expect((await farm.call('DELETE', `/v1/assets/${id}`)).status).toBe(204);
    // What arrives while the address still lives goes later.
    farm.media.bodies.set(`assets/acme/${id}/late`, clip);
    while (farm.media.bodies.has(`assets/acme/${id}/late`)) await farm.clock.advance(60_000);
  });
});

describe('a composition that names assets', () => {
  it('is refused where the asset is not there, or not what it is shown as', async () => {
    const [video, sound] = [await ready('/clip.mp4'), await ready('/music.m4a')];
    const { id: waiting } = (await ingest('/silent')).body;
    const { id: failed } = (await ingest('/missing.jpg')).body;
    await ended(failed);
    const reply = await submit([
      { length: 1, asset: { kind: 'video', src: `asset://${sound}` } },
      { length: 1, asset: { kind: 'image', src: `asset://${video}` } },
      { length: 1, asset: { kind: 'video', src: `asset://${waiting}` } },
      { length: 1, asset: { kind: 'image', src: `asset://${failed}` } },
      { length: 1, asset: { kind: 'video', src: `asset://${video}`, trim: 600 } },
      { length: 1, asset: { kind: 'video', src: 'asset://ast_01ARZ3NDEKTSV4RRFFQ69G5FXX' } },
    ]);
    expect(reply.status).toBe(422);
    expect(
      reply.body.errors.map(({ pointer, code }) => [pointer.slice('/composition/tracks/0/clips/'.length), code]),
    ).toEqual([
      ['0/asset/src', 'asset_kind_mismatch'],
      ['1/asset/src', 'asset_kind_mismatch'],
      ['2/asset/src', 'asset_not_ready'],
      ['3/asset/src', 'asset_failed'],
      ['4/asset/trim', 'trim_beyond_media'],
      ['5/asset/src', 'asset_unknown'],
    ]);
  });

  it('is accepted with assets that fit, and its agents get the object', async () => {
    const [video, sound] = [await ready('/clip.mp4'), await ready('/music.m4a')];
    const clips = [{ asset: { kind: 'video', src: `asset://${video}` } }];
    const reply = await submit(clips, { soundtrack: { src: `asset://${sound}`, trim: 0.25 } });
    expect(reply.status).toBe(202);
    const payload = JSON.stringify(await farm.ledger.getPayload(reply.body.id));
    const key = (await farm.ledger.findAsset('acme', video))?.key ?? '';
    expect(payload).toContain(`s3://artifacts/${key}`);
    expect(payload).not.toContain('"auto"');
  });
});
