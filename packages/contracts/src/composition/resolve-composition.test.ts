import { describe, expect, it } from '@jest/globals';
import { type Composition } from './composition.ts';
import { resolveComposition } from './resolve-composition.ts';
import { toTicks } from './ticks.ts';

const clipOf = (fields: object = {}) => ({ length: 2, asset: { kind: 'color', color: '#102030' }, ...fields });
const compositionOf = (fields: object = {}, clips: readonly object[] = [clipOf()]) => ({
  tracks: [{ clips }],
  ...fields,
});

function mustResolve(input: unknown, variables = {}): Composition {
  const resolution = resolveComposition(input, variables);
  if (resolution.kind === 'refused') throw new Error(JSON.stringify(resolution.problems));
  return resolution.composition;
}

function problemsOf(input: unknown, variables = {}) {
  const resolution = resolveComposition(input, variables);
  return resolution.kind === 'refused' ? resolution.problems.map(({ pointer, code }) => `${pointer} ${code}`) : [];
}

describe('a composition that was sent', () => {
  it('has its defaults filled and its times in ticks', () => {
    const composition = mustResolve(compositionOf());
    expect(composition.canvas).toEqual({ width: 1280, height: 720, fps: { num: 30, den: 1 }, background: '#000000' });
    expect(composition.outputs).toEqual([{ kind: 'mp4', name: 'video.mp4', codec: 'h264', quality: 'standard' }]);
    expect(composition.timescale).toBe(90_000);
    expect(composition.tracks[0]?.clips[0]).toMatchObject({ start: 0, length: 180_000 });
  });

  it('is the same canonical text whatever the order of its keys', () => {
    const one = resolveComposition({ tracks: [{ clips: [clipOf()] }], canvas: { width: 640, height: 360 } });
    const two = resolveComposition({ canvas: { height: 360, width: 640 }, tracks: [{ clips: [clipOf()] }] });
    expect(one.kind === 'resolved' && one.canonical).toBe(two.kind === 'resolved' && two.canonical);
  });

  it('is refused with a pointer to each thing that is wrong', () => {
    const wrong = compositionOf({ canvas: { width: 'wide' }, extra: 1 }, [
      clipOf({ opacity: 2 }),
      clipOf({ asset: { kind: 'hologram' } }),
    ]);
    expect(problemsOf(wrong).sort()).toEqual([
      '/canvas/width invalid_type',
      '/extra unknown_field',
      '/tracks/0/clips/0/opacity too_big',
      '/tracks/0/clips/1/asset/kind invalid_value',
    ]);
  });

  it.each([null, 7, 'text', [], {}, { tracks: 3 }, { tracks: [null] }, { tracks: [{ clips: [] }] }])(
    'is refused, not thrown at, when it is %j',
    (input) => {
      expect(problemsOf(input)).not.toEqual([]);
    },
  );

  it('is refused beyond 32 levels without walking them all', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(problemsOf({ tracks: deep })).toEqual([' limit_depth']);
  });

  it('is refused beyond 5,000 clips', () => {
    expect(
      problemsOf(
        compositionOf(
          {},
          Array.from({ length: 5_001 }, () => clipOf()),
        ),
      ),
    ).toEqual(['/tracks limit_clips']);
  });

  it('may not name two outputs alike', () => {
    expect(problemsOf(compositionOf({ outputs: [{ kind: 'mp4' }, { kind: 'webm', name: 'Video.mp4' }] }))).toEqual([
      '/outputs/1/name duplicate',
    ]);
  });
});

describe('times that are left open', () => {
  const clipsOf = (clips: readonly object[]) => mustResolve(compositionOf({}, clips)).tracks[0]?.clips ?? [];

  it('start at the end of the clip before', () => {
    expect(clipsOf([clipOf(), clipOf(), clipOf({ start: 1 })]).map((clip) => clip.start)).toEqual([
      0,
      toTicks(2),
      toTicks(1),
    ]);
  });

  it('last three seconds for what has no length of its own', () => {
    expect(clipsOf([clipOf({ length: 'auto' })])[0]?.length).toBe(toTicks(3));
  });

  it('last to the end of the composition when asked', () => {
    expect(clipsOf([clipOf({ length: 5 }), clipOf({ start: 1, length: 'end' })])[1]?.length).toBe(toTicks(4));
  });

  it('stay open while only the media knows', () => {
    const open = clipsOf([
      clipOf({ asset: { kind: 'video', src: 'a.mp4' }, length: 'auto' }),
      clipOf({ length: 'end' }),
    ]);
    expect(open.map((clip) => [clip.start, clip.length])).toEqual([
      [0, 'auto'],
      ['auto', 'end'],
    ]);
  });

  it('may not leave the whole video without a length', () => {
    expect(problemsOf(compositionOf({}, [clipOf({ length: 'end' })]))).toContain('/tracks empty');
  });
});

describe('variables', () => {
  const variables = {
    title: { type: 'string', default: 'Hallo' },
    width: { type: 'integer' },
    off: { type: 'number', maximum: 100 },
  };
  const text = (value: string) => [clipOf({ asset: { kind: 'text', text: value } })];
  const firstText = (composition: Composition) => {
    const asset = composition.tracks[0]?.clips[0]?.asset;
    return asset?.kind === 'text' ? asset.text : undefined;
  };

  it('keep their JSON type when the placeholder is the whole string', () => {
    const composition = mustResolve(
      { ...compositionOf({ canvas: { width: '{{width}}' } }), variables },
      { width: 640, off: 1 },
    );
    expect(composition.canvas.width).toBe(640);
  });

  it('are written into longer strings, and a value is not expanded again', () => {
    const composition = mustResolve(
      { ...compositionOf({}, text('{{ title }}: {{off}}% off')), variables },
      { width: 640, off: 70, title: '{{off}} $&' },
    );
    expect(firstText(composition)).toBe('{{off}} $&: 70% off');
  });

  it('are refused when undeclared, missing, of another type or out of range', () => {
    const input = { ...compositionOf(), variables };
    expect(problemsOf(input, { width: 1.5, off: 101, color: 'red' })).toEqual([
      '/variables/color variable_unknown',
      '/variables/width variable_type',
      '/variables/off variable_range',
    ]);
    expect(problemsOf(input, {})).toEqual(['/variables/width variable_missing', '/variables/off variable_missing']);
    expect(problemsOf(compositionOf({}, text('{{nobody}}')))).toEqual([
      '/tracks/0/clips/0/asset/text variable_unknown',
    ]);
  });

  it('cannot blow a small composition up', () => {
    const input = {
      ...compositionOf(
        {},
        Array.from({ length: 100 }, () => text('{{title}}'.repeat(10))[0] ?? {}),
      ),
      variables: { title: { type: 'string' } },
    };
    expect(problemsOf(input, { title: 'x'.repeat(100_000) })).toEqual([' limit_merged']);
  });
});
