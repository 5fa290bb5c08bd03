/**
 * What a composition asks of an engine, each with its place. A capability is a word such as `asset.captions`, `enter.slide` or
 * `output.mp4.h265`; an engine's manifest lists the ones it has, and the difference is refused before anything renders.
 */
import { type Clip } from './clip.ts';
import { type Composition } from './composition.ts';
import { type Output } from './output.ts';
import { toPointer } from './problem.ts';

export interface Requirement {
  readonly pointer: string;
  readonly capability: string;
}

type Place = (...path: PropertyKey[]) => string;

const needs = (present: unknown, pointer: string, capability: string): Requirement[] =>
  present === undefined ? [] : [{ pointer, capability }];

function assetNeeds({ asset }: Clip, at: Place): Requirement[] {
  const own = [{ pointer: at('asset', 'kind'), capability: `asset.${asset.kind}` }];
  if (asset.kind === 'shape') return [...own, { pointer: at('asset', 'shape'), capability: `shape.${asset.shape}` }];
  return own;
}

function clipNeeds(clip: Clip, at: Place): Requirement[] {
  return [
    ...assetNeeds(clip, at),
    ...needs(clip.enter, at('enter', 'effect'), `enter.${clip.enter?.effect}`),
    ...needs(clip.exit, at('exit', 'effect'), `exit.${clip.exit?.effect}`),
    ...needs(clip.motion, at('motion', 'effect'), `motion.${clip.motion?.effect}`),
    ...needs(clip.filter, at('filter', 'effect'), `filter.${clip.filter?.effect}`),
    ...needs(clip.key, at('key'), 'key'),
    ...clip.animate.map((item, index) => ({
      pointer: at('animate', index, 'property'),
      capability: `animate.${item.property}`,
    })),
  ];
}

function outputNeeds(output: Output, at: Place): Requirement[] {
  const { kind } = output;
  const format = 'codec' in output ? `${kind}.${output.codec}` : 'format' in output ? `${kind}.${output.format}` : kind;
  return [
    { pointer: at('kind'), capability: `output.${format}` },
    ...needs('size' in output ? output.size : undefined, at('size'), 'output.size'),
    ...needs('fps' in output ? output.fps : undefined, at('fps'), 'output.fps'),
    ...needs('range' in output ? output.range : undefined, at('range'), 'output.range'),
  ];
}

export function listRequirements(composition: Composition): readonly Requirement[] {
  const place =
    (...base: PropertyKey[]): Place =>
    (...path) =>
      toPointer([...base, ...path]);
  const { soundtrack } = composition;
  return [
    ...composition.tracks.flatMap((track, trackIndex) =>
      track.clips.flatMap((clip, clipIndex) => clipNeeds(clip, place('tracks', trackIndex, 'clips', clipIndex))),
    ),
    ...needs(soundtrack, '/soundtrack', 'soundtrack'),
    ...needs(soundtrack?.ducking, '/soundtrack/ducking', 'soundtrack.ducking'),
    ...needs(soundtrack?.loudness, '/soundtrack/loudness', 'soundtrack.loudness'),
    ...needs(composition.fonts[0], '/fonts', 'fonts'),
    ...composition.outputs.flatMap((item, index) => outputNeeds(item, place('outputs', index))),
  ];
}
