import { CreateBucketCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngineStore, type EnginePlace } from './engine-store.ts';
import { withPackage } from './package-engine.ts';
import { type Published, activateRelease, listReleases, publishRelease, rollBackRelease } from './roll-out.ts';

const work = mkdtempSync(join(tmpdir(), 'roll-out-'));
let cloud: LocalCloud;
let place: EnginePlace;
let count = 0;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir: join(work, 'cloud') });
  const common = {
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  };
  const s3 = new S3Client({ ...common, forcePathStyle: true });
  place = { s3, ssm: new SSMClient(common), bucket: '', parameter: '' };
});
beforeEach(async () => {
  count += 1;
  Object.assign(place, { bucket: `engines-${count}`, parameter: `/reelyard/test-${count}/engine` });
  await place.s3.send(new CreateBucketCommand({ Bucket: place.bucket }));
});
afterAll(async () => {
  place.s3.destroy();
  place.ssm.destroy();
  await cloud.close();
  rmSync(work, { recursive: true, force: true });
});

/** A folder with an engine of that version; `words` change its package and not its version. */
function anEngine(version: string, words = 'hello'): string {
  const dir = join(work, `acme-${version}-${words}`);
  mkdirSync(join(dir, 'bin'), { recursive: true });
  writeFileSync(join(dir, 'bin/render'), words, { mode: 0o755 });
  const command = { argv: ['{engine}/bin/render'], timeoutSeconds: 5 };
  writeFileSync(
    join(dir, 'engine.json'),
    JSON.stringify({
      name: 'acme',
      version,
      accepts: 'project',
      capabilities: { maxPixels: 1, maxSeconds: 1 },
      install: {},
      health: command,
      render: { argv: command.argv },
      verify: { kind: 'none' },
      resources: { memoryMiB: 1, diskMiB: 1, cores: 1 },
    }),
  );
  return dir;
}

const publish = (source: string): Promise<Published> =>
  withPackage(source, join(work, 'cache'), (engine) => publishRelease(createEngineStore(place), engine));

async function readParameter(): Promise<string> {
  const reply = await place.ssm.send(new GetParameterCommand({ Name: place.parameter }));
  return reply.Parameter?.Value ?? '';
}

describe('rolling out an engine', () => {
  it('publishes by digest, and the same folder only once', async () => {
    const first = await publish(anEngine('1.0.0'));
    expect(first.isNew).toBe(true);
    expect(first.release.key).toBe(`engines/acme/1.0.0-${first.release.sha256}.tar.gz`);
    expect(await publish(anEngine('1.0.0'))).toEqual({ ...first, isNew: false });
  });

  it('publishes a built-in engine by its name', async () => {
    const { release } = await publish('scripted');
    expect(release).toMatchObject({ name: 'scripted', version: '1.0.0' });
  });

  it('activates a version, and goes back step by step', async () => {
    const store = createEngineStore(place);
    for (const version of ['1.0.0', '1.1.0', '2.0.0']) {
      await publish(anEngine(version));
      await activateRelease(store, `acme@${version}`);
    }
    expect(await listReleases(store)).toMatchObject([
      { version: '1.0.0', isActive: false, rollback: 2 },
      { version: '1.1.0', isActive: false, rollback: 1 },
      { version: '2.0.0', isActive: true },
    ]);
    expect(await rollBackRelease(store)).toMatchObject({
      active: { version: '1.1.0' },
      before: { version: '2.0.0' },
    });
    expect(await rollBackRelease(store)).toMatchObject({ active: { version: '1.0.0', previous: [] } });
    await expect(rollBackRelease(store)).rejects.toThrow('nothing to roll back to');
  });

  it('writes what the bootstrap of an instance reads without a JSON reader', async () => {
    const store = createEngineStore(place);
    await publish(anEngine('1.0.0'));
    await publish(anEngine('1.1.0'));
    await activateRelease(store, 'acme@1.0.0');
    const { active } = await activateRelease(store, 'acme@1.1.0');
    const sh = `tr ',{}' '\\n\\n\\n' | sed -n 's/^[[:space:]]*"key"[[:space:]]*:[[:space:]]*"\\(engines[^"]*\\)"[[:space:]]*$/\\1/p' | head -n 1`;
    expect(execFileSync('sh', ['-c', sh], { input: await readParameter(), encoding: 'utf8' }).trim()).toBe(active.key);
  });

  it('remembers only as many releases as a parameter holds', async () => {
    const store = createEngineStore(place);
    for (let minor = 0; minor < 12; minor += 1) {
      await publish(anEngine(`3.${minor}.0`));
      await activateRelease(store, `acme@3.${minor}.0`);
    }
    expect((await readParameter()).length).toBeLessThan(4_096);
  });

  it('takes over a parameter that provisioning wrote', async () => {
    const { release } = await publish(anEngine('1.0.0'));
    await place.ssm.send(
      new PutParameterCommand({ Name: place.parameter, Type: 'String', Value: JSON.stringify(release) }),
    );
    await publish(anEngine('1.1.0'));
    expect(await activateRelease(createEngineStore(place), 'acme@1.1.0')).toMatchObject({
      before: { version: '1.0.0' },
    });
  });

  it('changes nothing when the version is active already', async () => {
    const store = createEngineStore(place);
    await publish(anEngine('1.0.0'));
    const { active } = await activateRelease(store, 'acme@1.0.0');
    expect((await activateRelease(store, 'acme@1.0.0')).active).toEqual(active);
  });
});

describe('what cannot be rolled out', () => {
  it('is named: a version that is not published', async () => {
    await publish(anEngine('1.0.0'));
    await expect(activateRelease(createEngineStore(place), 'acme@9.9.9')).rejects.toThrow(
      /acme@9\.9\.9 is not published: published are acme@1\.0\.0:/,
    );
  });

  it('is named: a version of which two packages were published, until the digest says which', async () => {
    const store = createEngineStore(place);
    await publish(anEngine('1.0.0'));
    const { release } = await publish(anEngine('1.0.0', 'other'));
    await expect(activateRelease(store, 'acme@1.0.0')).rejects.toThrow('more than once; say which');
    const { active } = await activateRelease(store, `acme@1.0.0:${release.sha256.slice(0, 12)}`);
    expect(active.sha256).toBe(release.sha256);
  });

  it.each([
    ['acme', 'NAME@VERSION is needed'],
    ['acme@', 'NAME@VERSION is needed'],
    ['acme@1.0.0:xyz', 'NAME@VERSION is needed'],
    ['other@1.0.0', 'no version of other is'],
  ])('is named: %s', async (wanted, words) => {
    await expect(activateRelease(createEngineStore(place), wanted)).rejects.toThrow(words);
  });

  it('is named: a package that is gone', async () => {
    const store = createEngineStore(place);
    const { release } = await publish(anEngine('1.0.0'));
    await publish(anEngine('1.1.0'));
    await activateRelease(store, 'acme@1.0.0');
    await activateRelease(store, 'acme@1.1.0');
    await place.s3.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: release.key }));
    await expect(rollBackRelease(store)).rejects.toThrow('its package is gone');
  });

  it('is named: a folder without a manifest, or with a wrong one', async () => {
    await expect(publish('no-such-engine')).rejects.toThrow('neither a folder with an engine.json nor a built-in');
    const dir = anEngine('1.0.0', 'broken');
    writeFileSync(join(dir, 'engine.json'), '{"name":"Acme"}');
    await expect(publish(dir)).rejects.toThrow('is not an engine manifest');
  });

  it('is named: a bucket that is not there', async () => {
    place.bucket = 'no-such-bucket-at-all';
    await expect(publish(anEngine('1.0.0'))).rejects.toThrow('no bucket no-such-bucket-at-all');
    await expect(listReleases(createEngineStore(place))).rejects.toThrow('is the environment deployed?');
  });

  it('is named: a parameter that holds something else', async () => {
    await place.ssm.send(new PutParameterCommand({ Name: place.parameter, Type: 'String', Value: 'unset' }));
    await expect(listReleases(createEngineStore(place))).rejects.toThrow('does not hold a release: unset');
  });
});
