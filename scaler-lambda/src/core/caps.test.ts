import { describe, expect, it } from '@jest/globals';
import { aBoot, aPolicy, aPool, aRow, aSight, aTask, NOW } from './builders.ts';
import { Caps } from './caps.ts';
import { emptyMemory, type Sight } from './snapshot.ts';

const pool = aPool({ hourlyCost: 2 });
const standing = (desired: number, change: Partial<Omit<Sight, 'kind'>> = {}): Sight =>
  aSight({ groups: [{ pool: 'on-demand', desired, members: [] }], ...change });
const findBinding = (sight: Sight, change: Parameters<typeof aPolicy>[0] = {}) =>
  new Caps(aPolicy({ pools: [pool], ...change }), sight).findBinding(pool);

describe('growth is bound', () => {
  it('by nothing while there is room', () => {
    expect(findBinding(standing(0))).toBeUndefined();
  });

  it('by the dollars of an hour, which the machine to come counts towards', () => {
    expect(findBinding(standing(4), { spend: { perHour: 10 } })).toBeUndefined();
    expect(findBinding(standing(5), { spend: { perHour: 10 } })).toBe('spend-hour');
  });

  it('by the dollars of the day, until the next one begins', () => {
    const spent = { day: new Date(NOW).toISOString().slice(0, 10), dollars: 50, at: NOW };
    expect(findBinding(standing(0, { memory: { ...emptyMemory, spent } }), { spend: { perDay: 50 } })).toBe(
      'spend-day',
    );
    const yesterday = { ...spent, day: '2020-01-01' };
    expect(
      findBinding(standing(0, { memory: { ...emptyMemory, spent: yesterday } }), { spend: { perDay: 50 } }),
    ).toBeUndefined();
  });

  it('by the seats of the only engine that tasks wait for', () => {
    const change = { seats: [{ engine: 'pro', seats: 2 }] };
    const waiting = [aTask({ engine: 'pro' })];
    expect(findBinding(standing(1, { waiting }), change)).toBeUndefined();
    expect(findBinding(standing(2, { waiting }), change)).toBe('seats');
    expect(findBinding(standing(2, { waiting: [...waiting, aTask({ engine: 'reel' })] }), change)).toBeUndefined();
  });

  it('by seats that somebody else holds', () => {
    const change = { seats: [{ engine: 'pro', seats: 4 }] };
    const waiting = [aTask({ engine: 'pro' })];
    const seats = [{ engine: 'pro', held: 4 }];
    expect(findBinding(standing(1, { waiting, seats }), change)).toBe('seats');
    expect(findBinding(standing(1, { waiting, seats: [{ engine: 'pro', held: 1 }] }), change)).toBeUndefined();
  });

  it('by a quota, and by places without capacity', () => {
    const cooling = (more: object) => [{ pool: 'on-demand', until: NOW + 1, failures: 1, because: '', ...more }];
    const sightWith = (more: object): Sight => standing(0, { memory: { ...emptyMemory, cooling: cooling(more) } });
    expect(findBinding(sightWith({ isQuota: true }))).toBe('quota');
    expect(findBinding(sightWith({ type: 'c7i.xlarge', zone: 'us-east-1a' }))).toBe('no-capacity');
  });

  it('by a template whose machines do not boot', () => {
    const instances = [1, 2, 3].map((n) => failedBoot(`i-${n}`));
    expect(findBinding(aSight({ instances }))).toBe('boot-failures');
  });

  it('again only when the template, or what it installs, is still the one that failed', () => {
    const instances = [1, 2, 3].map((n) => failedBoot(`i-${n}`));
    const sight = aSight({ instances });
    const groups = sight.groups.map((group) => ({ ...group, templateVersion: '8' }));
    expect(findBinding({ ...sight, groups })).toBeUndefined();
    expect(findBinding({ ...sight, wanted: { changedAt: NOW - 1_000 } })).toBeUndefined();
    expect(findBinding({ ...sight, wanted: { changedAt: NOW - 900_000 } })).toBe('boot-failures');
    expect(findBinding({ ...sight, at: NOW + 3_600_000 })).toBeUndefined();
  });
});

function failedBoot(id: string) {
  const result = { ok: false, code: 20, message: 'no driver' };
  return aRow({
    id,
    state: 'gone',
    templateVersion: '7',
    boot: aBoot({ phase: 'abandoned', launchedAt: NOW - 60_000, result }),
  });
}
