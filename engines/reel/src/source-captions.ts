/** Captions: each line is laid out as a text when it is first shown, and is drawn as one until the next. */
import { createCanvas } from '@napi-rs/canvas';
import { type CaptionsAsset, type FontFace, toSeconds } from '@reelyard/contracts';
import { type Cue, cueAt } from './captions.ts';
import { type FrameClock, ticksOf } from './frame-clock.ts';
import { type Size } from './geometry.ts';
import { type TimedClip } from './layer-state.ts';
import { textSource } from './source-text.ts';
import { type Source } from './source.ts';

export interface CaptionsRequest {
  readonly asset: CaptionsAsset;
  readonly cues: readonly Cue[];
  readonly timed: TimedClip;
  readonly clock: FrameClock;
  readonly box: Size;
  readonly scale: number;
  readonly faces: readonly FontFace[];
  readonly pointer: string;
}

/** What is drawn while nobody speaks. */
const nothing: Pick<Source, 'bitmap' | 'place'> = {
  bitmap: createCanvas(1, 1),
  place: { x: 0, y: 0, width: 1, height: 1 },
};

/** A line may be longer than what people write into a text. */
const longest = 10_000;

function lineSource({ asset, box, scale, faces, pointer }: CaptionsRequest, cue: Cue): Source {
  const { font, align, valign, stroke, shadow, background } = asset;
  const style = { font, align, valign, stroke, shadow, background };
  const text = cue.text.slice(0, longest);
  const line = { ...style, kind: 'text' as const, text, wrap: true, autoFit: false, minSize: 12 };
  return textSource({ asset: line, box, scale, faces, pointer });
}

export function captionsSource(request: CaptionsRequest): Source {
  const { cues, timed, clock, asset } = request;
  const indexAt = (frame: number) =>
    cueAt(cues, (ticksOf(clock, frame) - timed.start) / 90_000 + toSeconds(asset.trim));
  let shown: { readonly index: number; readonly source: Pick<Source, 'bitmap' | 'place'> } = {
    index: -1,
    source: nothing,
  };
  return {
    isOpaque: false,
    hasWindow: false,
    pictureAt: indexAt,
    prepare(frame) {
      const index = indexAt(frame);
      const cue = cues[index];
      if (index !== shown.index) shown = { index, source: cue ? lineSource(request, cue) : nothing };
      return Promise.resolve();
    },
    get bitmap() {
      return shown.source.bitmap;
    },
    get place() {
      return shown.source.place;
    },
  };
}
