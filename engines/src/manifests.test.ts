import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describePackage } from './describe-package.ts';
import { listBuiltInEngines, loadManifest } from './manifests.ts';

describe('the built-in engines', () => {
  it('are ffmpeg, reel and scripted, each with a sound manifest', () => {
    expect(listBuiltInEngines().map(({ manifest }) => manifest.name)).toEqual(['ffmpeg', 'reel', 'scripted']);
  });

  it('have a package whose entry the manifest starts', () => {
    for (const { manifest, dir } of listBuiltInEngines()) {
      const description = describePackage(manifest.name);
      expect(existsSync(join(dir, description.entry))).toBe(true);
      expect(manifest.render.argv).toContain(`{engine}/${description.outfile}`);
    }
  });

  it('are refused with every problem named when a manifest is wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'reelyard-manifest-'));
    try {
      writeFileSync(join(folder, 'engine.json'), '{"name":"Bad Name","version":"1"}');
      expect(() => loadManifest(folder)).toThrow(/\/name .*\/version .*\/capabilities/);
      expect(() => loadManifest(join(folder, 'missing'))).toThrow(/cannot be read as JSON/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
