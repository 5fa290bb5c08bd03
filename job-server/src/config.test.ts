import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listBuiltInEngines } from '@reelyard/engines';
import { createEmfMeter } from './adapters/emf-meter.ts';
import { loadEngineCatalog } from './adapters/engine-catalog.ts';
import { readConfig } from './config.ts';

const needed = {
  ...{ LEDGER_TABLE: 't', ARTIFACT_BUCKET: 'b', QUEUE_EXPRESS_URL: 'http://q/1' },
  ...{ QUEUE_STANDARD_URL: 'http://q/2', QUEUE_BULK_URL: 'http://q/3' },
};

describe('the settings', () => {
  it('have a default for everything but names and addresses', () => {
    expect(readConfig(needed)).toMatchObject({ port: 8_080, host: '127.0.0.1', leaseMs: 60_000, fetchAllow: [] });
  });

  it('name every wrong variable at once', () => {
    const wrong = () => readConfig({ ...needed, LEDGER_TABLE: '', PORT: '70000', LEASE_MS: 'soon' });
    expect(wrong).toThrow(/LEDGER_TABLE is not set[^]*PORT="70000"[^]*|PORT="70000"[^]*LEDGER_TABLE is not set/);
    expect(wrong).toThrow(/LEASE_MS="soon"/);
  });
});

describe('the engines that jobs may name', () => {
  it('are those of the repository, a folder, or a list', () => {
    const builtIn = listBuiltInEngines();
    expect([...loadEngineCatalog(undefined).keys()]).toEqual(builtIn.map(({ manifest }) => manifest.name));
    const [first] = builtIn;
    if (!first) throw new Error('no engine');
    expect([...loadEngineCatalog(join(first.dir, '..')).keys()]).toContain(first.manifest.name);
    expect([...loadEngineCatalog(JSON.stringify([first.manifest])).keys()]).toEqual([first.manifest.name]);
  });

  it('must be there and well-formed', () => {
    expect(() => loadEngineCatalog('[{"name":"x"}]')).toThrow(/ENGINE_MANIFESTS is not a list of manifests: \/0/);
    expect(() => loadEngineCatalog('[')).toThrow(/neither a folder nor JSON/);
    const dir = mkdtempSync(join(tmpdir(), 'engines-'));
    expect(() => loadEngineCatalog(dir)).toThrow(/names no engine/);
    rmSync(dir, { recursive: true });
  });
});

describe('metrics', () => {
  it('are summed per lane and written once an interval', () => {
    const written: unknown[] = [];
    const record = (dimensions: unknown, metrics: unknown, at: number): unknown =>
      written.push({ dimensions, metrics, at });
    const meter = createEmfMeter('dev', record, () => 0.5);
    meter.count('job.accepted', 'bulk');
    meter.count('job.accepted', 'bulk', 2);
    meter.count('job.expired');
    meter.time('submit.milliseconds', 7);
    meter.flush(5);
    expect(written).toEqual([
      {
        dimensions: { service: 'job-server', env: 'dev' },
        metrics: expect.arrayContaining([
          { name: 'job.expired', value: 1, unit: 'Count' },
          { name: 'submit.failed', value: 0, unit: 'Count' },
        ]),
        at: 5,
      },
      ...['express', 'standard', 'bulk'].map((lane) => ({
        dimensions: { service: 'job-server', env: 'dev', lane },
        metrics: [
          { name: 'job.accepted', value: lane === 'bulk' ? 3 : 0, unit: 'Count' },
          { name: 'lease.expired', value: 0, unit: 'Count' },
          { name: 'emit.repaired', value: 0, unit: 'Count' },
        ],
        at: 5,
      })),
      {
        dimensions: { service: 'job-server', env: 'dev' },
        metrics: [{ name: 'submit.milliseconds', value: [7], unit: 'Milliseconds' }],
        at: 5,
      },
    ]);
  });

  it('start again at zero after each interval', () => {
    const written: string[] = [];
    const meter = createEmfMeter(
      'dev',
      (_, metrics) => written.push(...metrics.filter(({ value }) => value !== 0).map(({ name }) => name)),
      () => 0.5,
    );
    meter.count('job.expired');
    meter.flush(5);
    meter.flush(6);
    expect(written).toEqual(['job.expired']);
  });
});
