import { describe, expect, it } from '@jest/globals';
import { aPolicy, aPool, anAgent, aRow, aSight, NOW } from './builders.ts';
import { decideScaleIn } from './decide-scale-in.ts';
import { type Spare } from './keep-alive.ts';
import { countSupply, type Unit } from './supply.ts';

const instances = ['i-1', 'i-2', 'i-3'].map((id) => aRow({ id }));
const decide = (
  unused: Record<string, number>,
  change: { needed?: string[]; min?: number; rows?: typeof instances } = {},
) => {
  const policy = aPolicy({ pools: [aPool({ min: change.min ?? 0 })] });
  const sight = aSight({ instances: change.rows ?? instances });
  const units = countSupply(sight, policy, NOW);
  const spareOf = (unit: Unit): [string, Spare][] => {
    const seconds = unused[unit.id ?? ''];
    return seconds === undefined ? [] : [[unit.id ?? '', { unit, unused: seconds, keep: 60 }]];
  };
  const kept = {
    needed: new Set(change.needed ?? []),
    unparked: new Set<string>(),
    spares: new Map(units.flatMap(spareOf)),
  };
  return decideScaleIn(sight, units, kept).map((each) =>
    'instance' in each ? `${each.kind} ${each.instance}` : each.kind,
  );
};

describe('scale-in', () => {
  it('parks each machine whose level has been unused for its time, the highest first', () => {
    expect(decide({ 'i-1': 59, 'i-2': 60, 'i-3': 200 })).toEqual(['park i-3', 'park i-2']);
  });

  it('leaves what waiting tasks were laid on', () => {
    expect(decide({ 'i-2': 300, 'i-3': 300 }, { needed: ['i-3'] })).toEqual(['park i-2']);
  });

  it('stops at the floor of the pool', () => {
    expect(decide({ 'i-1': 300, 'i-2': 301, 'i-3': 302 }, { min: 2 })).toEqual(['park i-3']);
  });

  it('counts those that drain already against the floor', () => {
    const draining = aRow({
      id: 'i-1',
      directive: { kind: 'drain', epoch: 1, at: NOW },
      agent: anAgent({ state: 'draining' }),
    });
    expect(decide({ 'i-2': 300, 'i-3': 300 }, { min: 2, rows: [draining, ...instances.slice(1)] })).toEqual([]);
  });
});
