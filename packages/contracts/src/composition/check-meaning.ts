/** What a schema cannot say: things in one part of a composition that contradict another part. */
import { findForeignSvg } from './svg-markup.ts';
import { type Composition } from './composition.ts';
import { outputFileName } from './output.ts';
import { type CompositionProblem, toPointer } from './problem.ts';
import { clipEnd, compositionLength } from './settle-times.ts';

function checkOutputNames(composition: Composition): CompositionProblem[] {
  const names = composition.outputs.map((item) => outputFileName(item).toLowerCase());
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            pointer: toPointer(['outputs', index, 'name']),
            code: 'duplicate',
            detail: `${name} is the name of another output`,
          },
        ],
  );
}

function checkClips(composition: Composition): CompositionProblem[] {
  return composition.tracks.flatMap((track, trackIndex) =>
    track.clips.flatMap((clip, clipIndex) => {
      const at = (...fields: string[]) => toPointer(['tracks', trackIndex, 'clips', clipIndex, ...fields]);
      const problems: CompositionProblem[] = [];
      if (clip.length === 0)
        problems.push({ pointer: at('length'), code: 'too_small', detail: 'leaves the clip no time' });
      if (clip.start === 'auto' && track.clips[clipIndex - 1]?.length === 'end') {
        problems.push({ pointer: at('start'), code: 'circular', detail: 'follows a clip that lasts to the end' });
      }
      if (clip.asset.kind === 'shape' && clip.asset.shape === 'path' && clip.asset.d === undefined) {
        problems.push({ pointer: at('asset', 'd'), code: 'invalid_type', detail: 'is required by the shape path' });
      }
      const foreign = clip.asset.kind === 'svg' ? findForeignSvg(clip.asset.markup) : undefined;
      if (foreign !== undefined)
        problems.push({ pointer: at('asset', 'markup'), code: 'svg_foreign', detail: foreign });
      return problems;
    }),
  );
}

function checkLength(composition: Composition): CompositionProblem[] {
  const hasOpenEnd = composition.tracks.some((track) =>
    track.clips.some((clip) => clip.length !== 'end' && clipEnd(clip) === undefined),
  );
  const length = compositionLength(composition);
  if (hasOpenEnd || (length ?? 0) > 0) return [];
  return [
    { pointer: '/tracks', code: 'empty', detail: 'has no clip with a length of its own, so the video would be empty' },
  ];
}

export function checkMeaning(composition: Composition): readonly CompositionProblem[] {
  return [...checkOutputNames(composition), ...checkClips(composition), ...checkLength(composition)];
}
