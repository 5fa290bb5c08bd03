import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestFile } from '../bundle/tarball.ts';
import { type Artifact } from './artifact.ts';
import { buildAll } from './build-all.ts';

const work = mkdtempSync(join(tmpdir(), 'build-'));
let first: Artifact[] = [];
beforeAll(async () => {
  first = await buildAll({ dir: join(work, 'first/dist'), cacheDir: join(work, 'first/cache') });
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('a build', () => {
  it('makes all that a deployment ships, and a manifest that tells the truth', async () => {
    const dir = join(work, 'first/dist');
    const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Artifact[];
    expect(manifest).toEqual(first);
    expect(manifest.map(({ name }) => name)).toEqual([
      'agent',
      'canary',
      'engine-ffmpeg',
      'engine-reel',
      'engine-scripted',
      'job-server',
      'job-server-image',
      'scaler',
    ]);
    for (const { name, file, bytes, sha256 } of manifest.filter(({ name }) => name !== 'job-server-image')) {
      expect({ name, sha256: await digestFile(join(dir, file)) }).toEqual({ name, sha256 });
      expect(readFileSync(join(dir, file)).byteLength).toBe(bytes);
    }
  });

  it('gives functions a zip of at most a megabyte', () => {
    for (const zip of ['scaler', 'canary'])
      expect(first.find(({ name }) => name === zip)?.bytes).toBeLessThanOrEqual(1_000_000);
  });

  it('gives the same bytes for the same sources, wherever it runs', async () => {
    const steps: string[] = [];
    const second = await buildAll({
      dir: join(work, 'elsewhere/deeper/dist'),
      cacheDir: join(work, 'elsewhere/cache'),
      onStep: (text) => steps.push(text),
    });
    expect(second).toEqual(first);
    expect(steps).toHaveLength(first.length);
  });

  it('puts no path of this machine into what it ships', () => {
    const module = readFileSync(join(work, 'first/dist/job-server.mjs'), 'utf8');
    expect(module).not.toContain(process.cwd());
    expect(existsSync(join(work, 'first/dist/manifest.tmp'))).toBe(false);
  });
});
