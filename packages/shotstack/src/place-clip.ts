/**
 * Where a clip lies. Theirs: one of nine positions of the viewport, moved by an offset in viewport sides of which y grows up, `scale` on top,
 * `crop` as CSS cover and `cover` as CSS fill. Ours: a box with an anchor in canvas fractions of which y grows down.
 */
import { type Box } from '@reelyard/contracts';
import { type ClipContext, type ClipInput, type ConvertedAsset, clipSeconds } from './context.ts';
import { type Animated, type Position } from './edit.ts';
import { type Animation, firstValue, tweensToAnimation } from './tweens.ts';

const anchors: Record<Position, readonly [anchor: Box['anchor'], x: number, y: number]> = {
  topLeft: ['top-left', 0, 0],
  top: ['top', 0.5, 0],
  topRight: ['top-right', 1, 0],
  left: ['left', 0, 0.5],
  center: ['center', 0.5, 0.5],
  right: ['right', 1, 0.5],
  bottomLeft: ['bottom-left', 0, 1],
  bottom: ['bottom', 0.5, 1],
  bottomRight: ['bottom-right', 1, 1],
};

const fits = { crop: 'cover', cover: 'fill', contain: 'contain', none: 'none' } as const;

/** Media that is not fitted may be larger than the viewport; its box leaves it that much room. */
const unfittedSides = 4;

/** A bitmap that grows is made for at most this scale. */
const maxPreparedScale = 2;

const round = (value: number) => Number(value.toFixed(6));

type Placed = Pick<ClipInput, 'box' | 'fit' | 'fitAnchor' | 'scale' | 'opacity' | 'animate'>;

interface Scaling {
  /** Factor of the box itself. */
  readonly box: number;
  readonly clip: Pick<ClipInput, 'scale' | 'opacity'>;
  readonly animation: Animation | undefined;
}

function scalingOf(context: ClipContext, isFolded: boolean): Scaling {
  const { clip, path, report } = context;
  const setting = {
    property: 'scale',
    initial: 1,
    clipSeconds: clipSeconds(clip),
    path: [...path, 'scale'],
    report,
  } as const;
  const animation = tweensToAnimation(clip.scale, setting);
  const largest = Math.max(
    ...(animation?.keyframes.map(({ value }) => Math.abs(value)) ?? [firstValue(clip.scale, 1)]),
  );
  if (typeof clip.scale === 'number' && (clip.scale < 0 || clip.scale > 16)) {
    report.refuse([...path, 'scale'], 'out_of_range', 'must be from 0 to 16');
  }
  if (animation) return { box: 1, clip: { scale: Math.max(0.01, Math.min(maxPreparedScale, largest)) }, animation };
  if (largest === 1) return { box: 1, clip: {}, animation };
  if (largest <= 0) return { box: 1, clip: { opacity: 0 }, animation };
  return isFolded
    ? { box: largest, clip: {}, animation }
    : { box: 1, clip: { scale: Math.min(16, largest) }, animation };
}

function moveOf(
  context: ClipContext,
  axis: 'x' | 'y',
  at: number,
): { readonly value: number; readonly animation: Animation | undefined } {
  const { clip, path, report } = context;
  const offset: Animated | undefined = clip.offset?.[axis];
  const sign = axis === 'x' ? 1 : -1;
  const map = (value: number) => round(at + sign * value);
  const animation = tweensToAnimation(offset, {
    property: axis,
    map,
    initial: 0,
    clipSeconds: clipSeconds(clip),
    path: [...path, 'offset', axis],
    report,
  });
  return { value: map(firstValue(offset, 0)), animation };
}

function sizeOf({ clip, canvas }: ClipContext, converted: ConvertedAsset, isUnfitted: boolean) {
  const fallback = isUnfitted ? unfittedSides : 1;
  const side = (own: number | undefined, asset: number | undefined, whole: number) => {
    const pixels = converted.isSized ? asset : (own ?? asset);
    return pixels === undefined ? fallback : pixels / whole;
  };
  return {
    width: side(clip.width, converted.width, canvas.width),
    height: side(clip.height, converted.height, canvas.height),
  };
}

/** What a crop leaves of a box: the picture keeps its scale, and its box shrinks around what is left. */
function leftOf({ clip }: ConvertedAsset): { readonly width: number; readonly height: number } {
  const { top = 0, right = 0, bottom = 0, left = 0 } = clip?.crop ?? {};
  return { width: 1 - left - right, height: 1 - top - bottom };
}

const extent = (value: number) => round(Math.min(16, Math.max(0.0001, value)));

export function placeClip(context: ClipContext, converted: ConvertedAsset): Placed {
  const { clip } = context;
  const isMedia = converted.kind === 'media';
  const fit = isMedia ? fits[clip.fit ?? 'crop'] : (converted.clip?.fit ?? undefined);
  const [anchor, x, y] = anchors[clip.position ?? 'center'];
  const scaling = scalingOf(context, isMedia && fit !== 'none');
  const size = sizeOf(context, converted, isMedia && fit === 'none');
  const left = fit === 'none' ? { width: 1, height: 1 } : leftOf(converted);
  const [moveX, moveY] = [moveOf(context, 'x', x), moveOf(context, 'y', y)];
  const keepsAnchor = isMedia && anchor !== 'center' && (fit === 'none' || fit === 'contain');
  const animate = [scaling.animation, moveX.animation, moveY.animation].filter((animation) => animation !== undefined);
  return {
    box: {
      anchor,
      x: moveX.value,
      y: moveY.value,
      width: extent(size.width * scaling.box * left.width),
      height: extent(size.height * scaling.box * left.height),
    },
    ...(fit ? { fit } : {}),
    ...(keepsAnchor ? { fitAnchor: anchor } : {}),
    ...scaling.clip,
    animate,
  };
}

/** Fills the viewport and nothing else. */
export function isWholeViewport({ box, scale, animate = [] }: Placed): boolean {
  const isStill = !animate.some(({ property }) => property === 'scale' || property === 'x' || property === 'y');
  return isStill && scale === undefined && box?.width === 1 && box.height === 1 && box.x === 0.5 && box.y === 0.5;
}
