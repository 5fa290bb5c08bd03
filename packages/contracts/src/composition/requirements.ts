/**
 * What a composition asks of an engine, each with its place. A capability is a word such as `asset.captions`, `enter.slide` or
 * `output.mp4.h265`; an engine's manifest lists the ones it has, and the difference is refused before anything renders.
 */
import { type Clip, type Transition } from './clip.ts';
import { type Easing } from './primitives.ts';
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
  if ('speed' in asset) return [...own, ...needs(asset.speed, at('asset', 'speed'), 'speed')];
  const extent = 'background' in asset ? asset.background?.extent : undefined;
  return [...own, ...needs(extent, at('asset', 'background', 'extent'), 'text.background.extent')];
}

const easingNeeds = (easing: Easing | undefined, pointer: string): Requirement[] =>
  easing === 'step' || typeof easing === 'object'
    ? [{ pointer, capability: easing === 'step' ? 'easing.step' : 'easing.bezier' }]
    : [];

function transitionNeeds(transition: Transition | undefined, side: 'enter' | 'exit', at: Place): Requirement[] {
  if (!transition) return [];
  return [
    { pointer: at(side, 'effect'), capability: `${side}.${transition.effect}` },
    ...needs(transition.amount, at(side, 'amount'), 'transition.amount'),
    ...needs(transition.fade, at(side, 'fade'), 'transition.fade'),
    ...needs(transition.softness, at(side, 'softness'), 'transition.softness'),
    ...easingNeeds(transition.easing, at(side, 'easing')),
  ];
}

function filterNeeds({ filter }: Clip, at: Place): Requirement[] {
  if (!filter) return [];
  if (!Array.isArray(filter)) return [{ pointer: at('filter', 'effect'), capability: `filter.${filter.effect}` }];
  return filter.map(({ effect }, index) => ({
    pointer: at('filter', index, 'effect'),
    capability: `filter.${effect}`,
  }));
}

function animationNeeds({ animate }: Clip, at: Place): Requirement[] {
  return animate.flatMap(({ property, keyframes }, index) => [
    { pointer: at('animate', index, 'property'), capability: `animate.${property}` },
    ...keyframes.flatMap(({ easing }, keyframe) =>
      easingNeeds(easing, at('animate', index, 'keyframes', keyframe, 'easing')),
    ),
  ]);
}

function clipNeeds(clip: Clip, at: Place): Requirement[] {
  return [
    ...assetNeeds(clip, at),
    ...transitionNeeds(clip.enter, 'enter', at),
    ...transitionNeeds(clip.exit, 'exit', at),
    ...needs(clip.motion, at('motion', 'effect'), `motion.${clip.motion?.effect}`),
    ...easingNeeds(clip.motion?.easing, at('motion', 'easing')),
    ...filterNeeds(clip, at),
    ...needs(clip.fitAnchor, at('fitAnchor'), 'fitAnchor'),
    ...needs(clip.crop, at('crop'), 'crop'),
    ...needs(clip.scale, at('scale'), 'scale'),
    ...needs(clip.key, at('key'), 'key'),
    ...needs(clip.matte, at('matte'), 'matte'),
    ...needs(clip.matte && clip.motion, at('motion'), 'matte.motion'),
    ...needs(clip.key?.space, at('key', 'space'), 'key.space'),
    ...animationNeeds(clip, at),
  ];
}

function outputNeeds(output: Output, at: Place): Requirement[] {
  const { kind } = output;
  const format = 'codec' in output ? `${kind}.${output.codec}` : 'format' in output ? `${kind}.${output.format}` : kind;
  return [
    { pointer: at('kind'), capability: `output.${format}` },
    ...needs('size' in output ? output.size : undefined, at('size'), 'output.size'),
    ...needs('fps' in output ? output.fps : undefined, at('fps'), 'output.fps'),
    ...needs('loop' in output ? output.loop : undefined, at('loop'), 'output.gif.loop'),
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
