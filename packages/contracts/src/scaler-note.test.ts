import { describe, expect, it } from '@jest/globals';
import { findScalerNote } from './scaler-note.ts';

const aNote = (change: object = {}): string =>
  JSON.stringify({
    v: 1,
    at: 5,
    waiting: { standard: { count: 2, code: 'pool-max', because: 'why', etaAt: 9 } },
    pools: { spot: { desired: 1, pending: 0, ready: 0, busy: 1, parked: 0, draining: 0, stuck: 0 } },
    memory: { only: 'the scaler reads this' },
    ...change,
  });

describe('the note that the scaler leaves', () => {
  it('says by lane why tasks wait, and nothing of the scaler’s own memory', () => {
    expect(findScalerNote(aNote())).toEqual({
      v: 1,
      at: 5,
      waiting: { standard: { count: 2, code: 'pool-max', because: 'why', etaAt: 9 } },
      pools: { spot: expect.objectContaining({ desired: 1, busy: 1 }) },
      ratios: {},
    });
  });

  it('of a newer scaler is read as far as it is understood', () => {
    const waiting = {
      standard: { count: 1, code: 'moon-phase', because: '' },
      bulk: { count: 1, code: 'blind', because: '' },
    };
    const note = findScalerNote(aNote({ waiting, pools: { spot: 'much' }, ratios: { reel: 'slow' }, more: 1 }));
    expect(note?.waiting.standard).toBeUndefined();
    expect(note?.waiting.bulk?.code).toBe('blind');
    expect(note?.pools).toEqual({});
    expect(note?.ratios).toEqual({});
  });

  it.each([undefined, '', '{', 'null', '[]', aNote({ v: 2 }), aNote({ at: 'now' })])(
    'is none when it is %j',
    (text) => {
      expect(findScalerNote(text)).toBeUndefined();
    },
  );
});
