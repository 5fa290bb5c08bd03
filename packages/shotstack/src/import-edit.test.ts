import { describe, expect, it } from '@jest/globals';
import { type CompositionInput } from '@reelyard/contracts';
import { importShotstack } from './import-edit.ts';

const image = { type: 'image', src: 'https://example.com/a.jpg' };
const output = { format: 'mp4', resolution: 'hd' };
const editOf = (clips: readonly object[], fields: object = {}, out: object = output) => ({
  timeline: { tracks: [{ clips }], ...fields },
  output: out,
});
const clipOf = (fields: object) => ({ asset: image, start: 0, length: 4, ...fields });

function imported(edit: unknown): { composition: CompositionInput; losses: string[]; notes: string[] } {
  const result = importShotstack(edit);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  const words = (items: readonly { path: string; code: string }[]) => items.map(({ path, code }) => `${code} ${path}`);
  return { composition: result.composition, losses: words(result.losses), notes: words(result.notes) };
}

const onlyClip = (fields: object) => {
  const { composition } = imported(editOf([clipOf(fields)]));
  const [track] = composition.tracks;
  const [clip] = track?.clips ?? [];
  if (!clip) throw new Error('there is no clip');
  return clip;
};

const problemsOf = (edit: unknown, strict = false) => {
  const result = importShotstack(edit, { strict });
  return result.kind === 'refused' ? result.problems.map(({ pointer, code }) => `${code} ${pointer}`) : [];
};

describe('what is sent', () => {
  it('may be an edit, or a template with values for its merge fields', () => {
    const edit = editOf([clipOf({ asset: { type: 'image', src: '{{ SRC }}' }, length: '{{LENGTH}}' })]);
    const merge = [
      { find: 'SRC', replace: 'https://example.com/own.jpg' },
      { find: 'LENGTH', replace: 7 },
    ];
    const whole = imported({ ...edit, merge }).composition;
    expect(whole.tracks[0]?.clips[0]).toMatchObject({ length: 7, asset: { src: 'https://example.com/own.jpg' } });
    const others = [{ find: '{{ SRC }}', replace: 'https://example.com/other.jpg' }];
    const template = { id: 't', name: 'mine', template: { ...edit, merge }, merge: others };
    expect(imported(template).composition.tracks[0]?.clips[0]?.asset).toMatchObject({
      src: 'https://example.com/other.jpg',
    });
  });

  it('keeps pointers into what was sent', () => {
    const template = { template: editOf([clipOf({ scale: 'big' })]) };
    expect(problemsOf(template)).toEqual(['invalid_value /template/timeline/tracks/0/clips/0/scale']);
    expect(problemsOf({ id: 'stored', merge: [] })).toEqual(['template_by_id /id']);
  });

  it('has numbers as texts taken for numbers, with a note', () => {
    const { composition, notes } = imported(editOf([clipOf({ start: '1.5', opacity: '0.5' })]));
    expect(composition.tracks[0]?.clips[0]).toMatchObject({ start: 1.5, opacity: 0.5 });
    expect(notes).toEqual(['coerced /timeline/tracks/0/clips/0/start', 'coerced /timeline/tracks/0/clips/0/opacity']);
  });

  it.each([
    ['a field that no edit has', editOf([clipOf({ lenght: 3 })]), 'unknown_field /timeline/tracks/0/clips/0/lenght'],
    ['a word that is none', editOf([clipOf({ fit: 'stretch' })]), 'invalid_value /timeline/tracks/0/clips/0/fit'],
    [
      'an asset of no kind',
      editOf([clipOf({ asset: { type: 'hologram' } })]),
      'invalid_value /timeline/tracks/0/clips/0/asset/type',
    ],
    [
      'what is left out',
      { timeline: { tracks: [{ clips: [{ asset: image, start: 0 }] }] }, output },
      'missing /timeline/tracks/0/clips/0/length',
    ],
    [
      'a placeholder without a field',
      editOf([clipOf({ asset: { type: 'title', text: 'Hi {{NAME}}' } })]),
      'merge_missing /timeline/tracks/0/clips/0/asset/text',
    ],
    ['an output without a size', editOf([clipOf({})], {}, { format: 'mp4' }), 'missing /output/resolution'],
    [
      'media that would be generated',
      editOf([clipOf({ asset: { type: 'image', prompt: 'a cat' } })]),
      'unsupported_asset /timeline/tracks/0/clips/0/asset/prompt',
    ],
    [
      'HTML that needs a browser',
      editOf([clipOf({ asset: { type: 'html', html: '<table></table>' } })]),
      'unsupported_asset /timeline/tracks/0/clips/0/asset/html',
    ],
    [
      'captions that would be transcribed',
      editOf([clipOf({ asset: { type: 'caption', src: 'alias://voice' } })]),
      'unsupported_asset /timeline/tracks/0/clips/0/asset/src',
    ],
  ])('is refused with %s', (_, edit, problem) => {
    expect(problemsOf(edit)).toContain(problem);
  });

  it.each([['text'], [null], [[]], [{}], [{ timeline: 5, output: [] }], [{ merge: 3, timeline: {}, output: {} }]])(
    'is refused, not thrown at, when it is %j',
    (edit) => {
      expect(problemsOf(edit).length).toBeGreaterThan(0);
    },
  );

  it('is refused when it is nested too deep to walk', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 5_000; level++) deep = [deep];
    expect(problemsOf({ timeline: deep, output })).toEqual(['limit_depth ']);
  });

  it('cannot be blown up by its merge fields', () => {
    const clips = Array.from({ length: 200 }, () => clipOf({ asset: { type: 'title', text: '{{A}}'.repeat(100) } }));
    expect(problemsOf({ ...editOf(clips), merge: [{ find: 'A', replace: 'x'.repeat(1_000) }] })).toEqual([
      'limit_characters ',
    ]);
  });
});

describe('tracks and times', () => {
  it('are turned round: their first track is the top one', () => {
    const track = (src: string) => ({ clips: [clipOf({ asset: { type: 'image', src } })] });
    const edit = { timeline: { tracks: [track('https://e.com/top.jpg'), track('https://e.com/under.jpg')] }, output };
    const { tracks } = imported(edit).composition;
    expect(tracks.map(({ clips }) => (clips[0]?.asset as { src: string }).src)).toEqual([
      'https://e.com/under.jpg',
      'https://e.com/top.jpg',
    ]);
  });

  it('stay auto and end where only media could tell', () => {
    expect(onlyClip({ start: 'auto', length: 'auto' })).toMatchObject({ start: 'auto', length: 'auto' });
    const edit = editOf([clipOf({}), clipOf({ start: 1, length: 'end' })]);
    expect(imported(edit).composition.tracks[0]?.clips[1]).toMatchObject({ start: 1, length: 'end' });
  });

  it('are taken from the clip that an alias names', () => {
    const named = clipOf({ alias: 'first', start: 2, length: 5 });
    const edit = editOf([
      named,
      clipOf({ start: 'auto', length: 3, alias: 'second' }),
      clipOf({ start: 'alias://second', length: 'alias://first' }),
    ]);
    expect(imported(edit).composition.tracks[0]?.clips[2]).toMatchObject({ start: 7, length: 5 });
  });

  it('are refused where an alias is twice, unknown, its own, or waits for media', () => {
    const at = '/timeline/tracks/0/clips';
    expect(problemsOf(editOf([clipOf({ alias: 'a' }), clipOf({ alias: 'a' })]))).toEqual([
      `alias_duplicate ${at}/1/alias`,
    ]);
    expect(problemsOf(editOf([clipOf({ start: 'alias://b' })]))).toEqual([`alias_unknown ${at}/0/start`]);
    const circle = editOf([clipOf({ alias: 'a', start: 'alias://b' }), clipOf({ alias: 'b', start: 'alias://a' })]);
    expect(problemsOf(circle)).toEqual([`alias_cycle ${at}/0/start`, `alias_cycle ${at}/1/start`]);
    const video = { type: 'video', src: 'https://e.com/v.mp4' };
    const open = editOf([clipOf({ asset: video, length: 'auto', alias: 'v' }), clipOf({ length: 'alias://v' })]);
    expect(problemsOf(open)).toEqual([`alias_unsettled ${at}/1/length`]);
  });
});

describe('geometry', () => {
  it('has offsets that grow up there and down here', () => {
    expect(onlyClip({ offset: { x: 0.1, y: 0.25 } }).box).toMatchObject({ anchor: 'center', x: 0.6, y: 0.25 });
    expect(onlyClip({ position: 'bottomRight', offset: { y: 0.1 } }).box).toMatchObject({
      anchor: 'bottom-right',
      x: 1,
      y: 0.9,
    });
  });

  it.each([
    ['crop', 'cover'],
    ['cover', 'fill'],
    ['contain', 'contain'],
    ['none', 'none'],
  ])('calls their fit %s what CSS calls %s', (theirs, ours) => {
    expect(onlyClip({ fit: theirs }).fit).toBe(ours);
  });

  it('fills the viewport by default, or a share of it', () => {
    expect(onlyClip({})).toMatchObject({ fit: 'cover', box: { width: 1, height: 1 } });
    expect(onlyClip({ scale: 0.25 }).box).toMatchObject({ width: 0.25, height: 0.25 });
    expect(onlyClip({ width: 640, height: 180 }).box).toMatchObject({ width: 0.5, height: 0.25 });
  });

  it('cuts a picture without enlarging what is left', () => {
    const asset = { type: 'video', src: 'https://e.com/v.mp4', crop: { left: 0.25, right: 0.25 } };
    const clip = onlyClip({ asset, offset: { x: -0.25 } });
    expect(clip).toMatchObject({ crop: { left: 0.25, right: 0.25 }, box: { x: 0.25, width: 0.5, height: 1 } });
  });

  it('keeps contained and unfitted media at the edge that its position names', () => {
    expect(onlyClip({ fit: 'contain', position: 'topRight', scale: 0.2 })).toMatchObject({ fitAnchor: 'top-right' });
    expect(onlyClip({ fit: 'none', scale: 0.5 })).toMatchObject({ scale: 0.5, box: { width: 4, height: 4 } });
  });

  it('moves by tweens, each with its easing, holding between them', () => {
    const x = [
      { from: 0, to: 0.5, start: 1, length: 1, interpolation: 'bezier', easing: 'easeInOut' },
      { from: 0.5, to: 0, start: 3, length: 0.5 },
    ];
    expect(onlyClip({ offset: { x } }).animate).toEqual([
      {
        property: 'x',
        keyframes: [
          { at: 1, value: 0.5, easing: 'step' },
          { at: 2, value: 1, easing: { bezier: [0.42, 0, 0.58, 1] } },
          { at: 3, value: 1, easing: 'step' },
          { at: 3.5, value: 0.5, easing: 'linear' },
        ],
      },
    ]);
  });
});

describe('transitions and effects', () => {
  it.each([
    ['fade', { effect: 'fade', duration: 1 }],
    ['fadeSlow', { effect: 'fade', duration: 2 }],
    ['fadeFast', { effect: 'fade', duration: 0.5 }],
    ['slideLeft', { effect: 'slide', duration: 0.5, direction: 'right', amount: 0.025, fade: true }],
    ['slideUpFast', { effect: 'slide', duration: 0.25, direction: 'down' }],
    ['carouselDownSlow', { effect: 'slide', duration: 2, direction: 'up', amount: 1 }],
    ['wipeRight', { effect: 'wipe', duration: 1, direction: 'left' }],
    ['reveal', { effect: 'wipe', duration: 1, direction: 'left' }],
    ['zoom', { effect: 'zoom', duration: 0.4, amount: 10 }],
  ])('%s comes in at its pace and from its side', (name, expected) => {
    expect(onlyClip({ transition: { in: name } }).enter).toMatchObject(expected);
  });

  it('a slide to the left leaves to the left', () => {
    expect(onlyClip({ transition: { out: 'slideLeft' } }).exit).toMatchObject({ direction: 'left' });
    expect(onlyClip({ transition: { out: 'none' } }).exit).toBeUndefined();
  });

  it('zooms and pans a picture that fills the viewport by motion', () => {
    expect(onlyClip({ effect: 'zoomIn' }).motion).toEqual({ effect: 'zoom', amount: 1.3 });
    expect(onlyClip({ effect: 'zoomOutSlow' }).motion).toEqual({ effect: 'zoom', amount: 0.909091 });
    expect(onlyClip({ effect: 'slideLeftFast' }).motion).toEqual({ effect: 'pan', amount: 0.4, direction: 'left' });
  });

  it('lets anything smaller grow about its place', () => {
    const { animate, motion } = onlyClip({ effect: 'zoomInFast', scale: 0.5, position: 'left' });
    expect(motion).toBeUndefined();
    expect(animate).toEqual([
      {
        property: 'scale',
        keyframes: [
          { at: 0, value: 1 },
          { at: 4, value: 1.7 },
        ],
      },
    ]);
  });
});

describe('sound', () => {
  const video = (fields: object) =>
    onlyClip({ asset: { type: 'video', src: 'https://e.com/v.mp4', ...fields }, length: 3 });

  it('fades for 2 s, or half of a short clip', () => {
    expect(video({ volumeEffect: 'fadeInFadeOut', volume: 0.5 }).audio).toEqual({
      gain: 0.5,
      fadeIn: 1.5,
      fadeOut: 1.5,
    });
    const edit = editOf([clipOf({ length: 30 })], { soundtrack: { src: 'https://e.com/m.mp3', effect: 'fadeOut' } });
    expect(imported(edit).composition.soundtrack).toEqual({ src: 'https://e.com/m.mp3', fadeOut: 2 });
  });

  it('follows tweens of the volume, and is gone when the output is mute', () => {
    const volume = [{ from: 0, to: 1, start: 0, length: 2 }];
    expect(video({ volume }).animate).toMatchObject([{ property: 'gain' }]);
    const asset = { type: 'video', src: 'https://e.com/v.mp4', volume };
    const mute = imported(
      editOf([clipOf({ asset })], { soundtrack: { src: 'https://e.com/m.mp3' } }, { ...output, mute: true }),
    );
    expect(mute.composition.soundtrack).toBeUndefined();
    expect(mute.composition.tracks[0]?.clips[0]).toMatchObject({ audio: { gain: 0 }, animate: [] });
  });
});

describe('text', () => {
  it('keeps its words, its box and its alignment', () => {
    const asset = {
      type: 'text',
      text: 'Hello',
      width: 320,
      height: 90,
      font: { family: 'Inter', size: 40 },
      alignment: { horizontal: 'left', vertical: 'bottom' },
      background: { color: '#ff0000', opacity: 0.5 },
    };
    expect(onlyClip({ asset })).toMatchObject({
      asset: {
        kind: 'text',
        text: 'Hello',
        align: 'left',
        valign: 'bottom',
        background: { color: '#ff000080', extent: 'box' },
        font: { size: 40 },
      },
      box: { width: 0.25, height: 0.125 },
    });
  });

  it('is in the font of a file whose name is its family, else in Inter, with a loss', () => {
    const text = (family: string) => clipOf({ asset: { type: 'text', text: 'a', font: { family } } });
    const fonts = [{ src: 'https://e.com/Manrope-ExtraBold.ttf' }, { src: 'https://e.com/other.ttf' }];
    const { composition, losses, notes } = imported(
      editOf([text('Manrope ExtraBold'), text('Montserrat SemiBold')], { fonts }),
    );
    expect(composition.fonts).toEqual([{ family: 'Manrope ExtraBold', src: 'https://e.com/Manrope-ExtraBold.ttf' }]);
    expect(composition.tracks[0]?.clips[1]?.asset).toMatchObject({ font: { family: 'Inter', weight: 600 } });
    expect(losses).toEqual(['approximated /timeline/tracks/0/clips/1/asset/font/family']);
    expect(notes).toEqual(['ignored /timeline/fonts/1']);
  });

  it('out of HTML has the style of its first run', () => {
    const asset = {
      type: 'html',
      html: '<p data-html-type="text">Save&nbsp;<b>20%</b><br>today &amp; tomorrow</p>',
      css: 'p { color: #ff6600; font-size: 36px; font-family: "Inter"; text-align: right } /* p { color: red } */',
      width: 400,
      height: 200,
      position: 'bottom',
    };
    const edit = editOf([clipOf({ asset })]);
    expect(imported(edit).composition.tracks[0]?.clips[0]?.asset).toMatchObject({
      text: 'Save\u00a020%\ntoday & tomorrow',
      align: 'right',
      valign: 'bottom',
      font: { color: '#ff6600', size: 36 },
    });
    expect(imported(edit).losses).toEqual(
      Array.from({ length: 2 }, () => 'approximated /timeline/tracks/0/clips/0/asset/html'),
    );
  });
});

describe('files', () => {
  it.each([
    [{ resolution: 'sd' }, { width: 1024, height: 576, fps: { num: 25, den: 1 } }],
    [{ resolution: 'preview' }, { width: 512, height: 288, fps: { num: 15, den: 1 } }],
    [
      { resolution: 'hd', aspectRatio: '9:16' },
      { width: 720, height: 1280 },
    ],
    [
      { resolution: '1080', aspectRatio: '1:1', fps: 29.97 },
      { width: 1080, height: 1080, fps: { num: 30_000, den: 1_001 } },
    ],
    [{ size: { width: 400, height: 500 } }, { width: 400, height: 500 }],
  ])('%j is its canvas', (fields, canvas) => {
    expect(imported(editOf([clipOf({})], {}, { format: 'mp4', ...fields })).composition.canvas).toMatchObject(canvas);
  });

  it.each([
    [{ format: 'gif', repeat: false }, [{ kind: 'gif', loop: false }]],
    [{ format: 'jpg', range: { start: 2 } }, [{ kind: 'still', format: 'jpg', at: 2 }]],
    [
      { format: 'mp4', scaleTo: 'mobile', range: { start: 1, length: 2 } },
      [{ kind: 'mp4', size: { width: 640, height: 360 }, range: { start: 1, length: 2 } }],
    ],
    [
      { format: 'mp4', poster: { capture: 1 }, thumbnail: { capture: 2, scale: 0.1 } },
      [{ kind: 'mp4' }, { kind: 'poster', at: 1 }, { kind: 'still', at: 2, size: { width: 128, height: 72 } }],
    ],
  ])('%j makes its files', (fields, outputs) => {
    expect(imported(editOf([clipOf({})], {}, { resolution: 'hd', ...fields })).composition.outputs).toMatchObject(
      outputs,
    );
  });
});

describe('strict', () => {
  it('refuses what would lose anything, and nothing else', () => {
    const lossy = editOf([clipOf({ filter: 'boost' })], {}, { ...output, destinations: [{ provider: 'mux' }] });
    expect(imported(lossy).losses).toEqual([
      'dropped /output/destinations/0',
      'approximated /timeline/tracks/0/clips/0/filter',
    ]);
    expect(problemsOf(lossy, true)).toEqual([
      'dropped /output/destinations/0',
      'approximated /timeline/tracks/0/clips/0/filter',
    ]);
    expect(problemsOf(editOf([clipOf({ id: 'x', filter: 'greyscale' })]), true)).toEqual([]);
  });
});
