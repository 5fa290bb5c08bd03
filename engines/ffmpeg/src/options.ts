/**
 * The ffmpeg options a project may use. A list of what is allowed, since a list of what is dangerous is never complete: ffmpeg has
 * options and filters that read and write files by name.
 */

/** What the value of an option may be; `flag` takes none. */
export type OptionValue = 'flag' | 'word' | 'filter' | 'input';

const words = [
  ...['ss', 't', 'to', 'sseof', 'itsoffset', 'stream_loop', 'r', 's', 'aspect', 'pix_fmt', 'f', 'map', 'map_metadata'],
  ...[
    'c',
    'codec',
    'b',
    'q',
    'qscale',
    'crf',
    'preset',
    'tune',
    'profile',
    'level',
    'g',
    'bf',
    'keyint_min',
    'sc_threshold',
  ],
  ...['maxrate', 'minrate', 'bufsize', 'frames', 'vframes', 'aframes', 'ar', 'ac', 'channel_layout', 'tag', 'threads'],
  ...[
    'movflags',
    'color_primaries',
    'color_trc',
    'colorspace',
    'color_range',
    'loop',
    'deadline',
    'cpu-used',
    'row-mt',
    'lossless',
  ],
  ...['compression_level', 'vsync', 'async', 'disposition', 'framerate', 'sample_fmt', 'force_key_frames', 'strict'],
];
const flags = ['an', 'vn', 'sn', 'dn', 'shortest', 'accurate_seek', 'noaccurate_seek'];
const filterOptions = ['vf', 'af', 'filter', 'filter_complex', 'lavfi'];

const kinds = new Map<string, OptionValue>([
  ...words.map((name) => [name, 'word'] as const),
  ...flags.map((name) => [name, 'flag'] as const),
  ...filterOptions.map((name) => [name, 'filter'] as const),
  ['i', 'input'],
]);

/** The kind of an option such as `-c:v`, or undefined when it is not allowed. */
export function findOptionKind(option: string): OptionValue | undefined {
  const match = /^-([a-z][a-z0-9_-]*)(?::[a-z0-9:]+)?$/i.exec(option);
  return match ? kinds.get(match[1] ?? '') : undefined;
}

/** Formats that are one file and name no other. */
export const formats: ReadonlySet<string> = new Set([
  ...['mp4', 'mov', 'webm', 'matroska', 'gif', 'mp3', 'wav', 'flac', 'ogg', 'opus', 'adts', 'image2', 'mjpeg', 'null'],
  'lavfi',
]);

/** Filters that compute from their inputs alone: none opens a file, a device, a plug-in or the network. */
export const filters: ReadonlySet<string> = new Set([
  ...[
    'scale',
    'crop',
    'pad',
    'overlay',
    'fps',
    'format',
    'setsar',
    'setdar',
    'setpts',
    'trim',
    'fade',
    'concat',
    'split',
  ],
  ...['hflip', 'vflip', 'rotate', 'transpose', 'eq', 'hue', 'boxblur', 'gblur', 'unsharp', 'null', 'color', 'testsrc'],
  ...['testsrc2', 'smptebars', 'colorkey', 'chromakey', 'alphamerge', 'blend', 'drawbox', 'drawgrid', 'palettegen'],
  ...[
    'paletteuse',
    'tile',
    'select',
    'thumbnail',
    'loop',
    'zoompan',
    'reverse',
    'negate',
    'vignette',
    'noise',
    'xfade',
  ],
  ...['asetpts', 'atrim', 'afade', 'volume', 'amix', 'asplit', 'anull', 'sine', 'anullsrc', 'aresample', 'aformat'],
  ...[
    'adelay',
    'apad',
    'aloop',
    'loudnorm',
    'atempo',
    'areverse',
    'highpass',
    'lowpass',
    'acompressor',
    'alimiter',
    'amerge',
    'pan',
  ],
]);
