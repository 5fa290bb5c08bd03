import { describe, expect, it } from '@jest/globals';
import { fuzz } from './fuzz.ts';
import { createHarvest } from './harvest.ts';
import { mutate } from './mutate.ts';

describe('a job server that is asked everything', () => {
  it('answers as its own document says, whatever it was asked', async () => {
    const report = await fuzz({ requests: 600, seed: 7, say: () => undefined });
    expect(report.findings).toEqual([]);
    const silent = Object.entries(report.operations).filter(([, { requests }]) => requests === 0);
    expect(silent.map(([name]) => name)).toEqual([]);
    // Which is left out hangs on who comes first; the long run of `npm run fuzz` wants every one.
    expect(report.unreached.length).toBeLessThan(Object.keys(report.operations).length / 4);
  });
});

describe('what the fuzzer learns from replies', () => {
  it('are things by the path of their collection, and names by their prefix', () => {
    const harvest = createHarvest((segment) => segment !== 'k1');
    const id = 'job_01ARZ3NDEKTSV4RRFFQ69G5FAV';
    harvest.add(
      '/v1/jobs?x=1',
      { location: `/v1/jobs/${id}` },
      { id, links: { self: `/v1/jobs/${id}` }, cursor: 'next' },
    );
    harvest.add('/v1/keys', {}, { keys: [{ id: 'k1' }, { id: 'k2' }] });
    expect([harvest.below('/v1/jobs'), harvest.below('/v1/keys')]).toEqual([[id], ['k2']]);
    expect([harvest.named('job'), harvest.cursors]).toEqual([[id], ['next']]);
  });
});

describe('a mutated value', () => {
  it('is another one, and the value itself stays', () => {
    const value = { a: [1, 2], b: { c: 'x' } };
    expect(mutate(value, [{ at: 0, how: { kind: 'drop' } }])).toEqual({ b: { c: 'x' } });
    expect(mutate(value, [{ at: 4, how: { kind: 'replace', value: null } }])).toEqual({ a: [1, 2], b: { c: null } });
    expect(value).toEqual({ a: [1, 2], b: { c: 'x' } });
    const list: unknown[] = [];
    const how = { kind: 'add', name: 'x', value: list } as const;
    expect(mutate(list, [{ at: 1, how: { kind: 'replace', value: list } }])).toEqual([]);
    expect(
      mutate({ a: [] }, [
        { at: 0, how: { kind: 'replace', value: list } },
        { at: 0, how },
      ]),
    ).toBeDefined();
    expect(list).toEqual([]);
  });
});
