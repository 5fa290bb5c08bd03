/** One second of a plain picture, as small as engines take it: the way is tested, not the engine. In the lane that promises most. */
export const defaultJob = {
  lane: 'express',
  composition: {
    version: 'composition/1',
    canvas: { width: 320, height: 180, fps: { num: 25 }, background: '#0b1020' },
    tracks: [{ clips: [{ start: 0, length: 1, asset: { kind: 'shape', shape: 'ellipse', fill: '#ffd447' } }] }],
  },
  metadata: { source: 'canary' },
} as const;
