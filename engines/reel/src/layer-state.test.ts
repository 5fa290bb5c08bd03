import { describe, expect, it } from '@jest/globals';
import { type Clip, resolveComposition } from '@reelyard/contracts';
import { type TimedClip, layerStateAt, stateKey } from './layer-state.ts';

function timed(fields: object, canFadeOut = true): TimedClip {
  const asset = { kind: 'color', color: '#000000' };
  const resolution = resolveComposition({ tracks: [{ clips: [{ start: 0, length: 4, asset, ...fields }] }] });
  if (resolution.kind === 'refused') throw new Error(JSON.stringify(resolution.problems));
  const clip = resolution.composition.tracks[0]?.clips[0] as Clip;
  return { clip, start: 0, length: 360_000, canFadeOut };
}

const at = (clip: TimedClip, seconds: number) => layerStateAt(clip, seconds * 90_000);
const linear = (effect: string, direction = 'left') => ({ effect, duration: 1, easing: 'linear', direction });

describe('a clip at an instant', () => {
  it('fades in, stays, and fades out', () => {
    const clip = timed({ opacity: 0.8, enter: linear('fade'), exit: linear('fade') });
    expect([0, 0.5, 1, 3, 3.5].map((seconds) => at(clip, seconds).opacity)).toEqual([0, 0.4, 0.8, 0.8, 0.4]);
  });

  it('does not fade out under a neighbor that covers it', () => {
    expect(at(timed({ exit: linear('fade') }, false), 3.5).opacity).toBe(1);
  });

  it('slides from where it was told and is wiped from an edge', () => {
    expect(at(timed({ enter: linear('slide', 'up') }), 0.25)).toMatchObject({ x: 0, y: -0.75 });
    expect(at(timed({ enter: linear('wipe', 'right') }), 0.25).wipe).toEqual({
      edge: 'right',
      share: 0.25,
      softness: 0,
    });
    expect(at(timed({ enter: linear('wipe') }), 2).wipe).toBeUndefined();
  });

  it('zooms over its whole length and never below what fills its box', () => {
    const grow = timed({ motion: { effect: 'zoom', amount: 1.5 } });
    const shrink = timed({ motion: { effect: 'zoom', amount: 0.5 } });
    expect([at(grow, 0).zoom, at(grow, 2).zoom, at(grow, 4).zoom]).toEqual([1, 1.25, 1.5]);
    expect([at(shrink, 0).zoom, at(shrink, 4).zoom]).toEqual([2, 1]);
  });

  it('follows its keyframes and holds before the first and after the last', () => {
    const keyframes = [
      { at: 1, value: 0.2 },
      { at: 2, value: 0.6 },
    ];
    const clip = timed({ animate: [{ property: 'opacity', keyframes }] });
    expect([0, 1, 1.5, 2, 4].map((seconds) => at(clip, seconds).opacity)).toEqual([0.2, 0.2, 0.4, 0.6, 0.6]);
  });

  it('has the same key exactly while it looks the same', () => {
    const clip = timed({ enter: linear('fade') });
    expect(stateKey(at(clip, 2))).toBe(stateKey(at(clip, 3)));
    expect(stateKey(at(clip, 0.5))).not.toBe(stateKey(at(clip, 0.51)));
  });
});
