/** Boxes and fits in whole pixels: an edge between two pixels would be blurred in every frame. */
import { type Box, type Canvas, type Clip } from '@reelyard/contracts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const shares: Record<Box['anchor'], readonly [x: number, y: number]> = {
  'top-left': [0, 0],
  top: [0.5, 0],
  'top-right': [1, 0],
  left: [0, 0.5],
  center: [0.5, 0.5],
  right: [1, 0.5],
  'bottom-left': [0, 1],
  bottom: [0.5, 1],
  'bottom-right': [1, 1],
};

/** The pixels of a box on the canvas. @param scale larger or smaller about the anchor */
export function boxToRect(box: Box, canvas: Canvas, scale = 1): Rect {
  const width = Math.max(1, Math.round(box.width * scale * canvas.width));
  const height = Math.max(1, Math.round(box.height * scale * canvas.height));
  const [shareX, shareY] = shares[box.anchor];
  return {
    x: Math.round(box.x * canvas.width - shareX * width),
    y: Math.round(box.y * canvas.height - shareY * height),
    width,
    height,
  };
}

/** Where the anchor of a box lies, in shares of the box. */
export const anchorShares = (anchor: Box['anchor']): readonly [x: number, y: number] => shares[anchor];

/** How a clip fits its media: by the rules of CSS object-fit and object-position. */
export interface Fitting {
  readonly fit: Clip['fit'];
  readonly anchor: Box['anchor'];
  /** Of media that keeps its own size. */
  readonly scale: number;
}

export const fittingOf = ({ fit, fitAnchor, scale }: Clip): Fitting => ({
  fit,
  anchor: fitAnchor ?? 'center',
  scale: scale ?? 1,
});

/** Where media of a size lies inside a frame; it may reach beyond the frame, which then crops it. */
export function fitInto({ fit, anchor, scale }: Fitting, media: Size, frame: Size): Rect {
  const ratios = [frame.width / media.width, frame.height / media.height] as const;
  const scales = { cover: Math.max(...ratios), contain: Math.min(...ratios), none: scale, fill: 0 };
  const size =
    fit === 'fill'
      ? frame
      : { width: Math.round(media.width * scales[fit]), height: Math.round(media.height * scales[fit]) };
  const [shareX, shareY] = shares[anchor];
  return {
    x: Math.round((frame.width - size.width) * shareX),
    y: Math.round((frame.height - size.height) * shareY),
    width: Math.max(1, size.width),
    height: Math.max(1, size.height),
  };
}

/** The part of media that a crop leaves. */
export function cropRect(crop: Clip['crop'], media: Size): Rect {
  const { top, right, bottom, left } = crop ?? { top: 0, right: 0, bottom: 0, left: 0 };
  const x = Math.round(left * media.width);
  const y = Math.round(top * media.height);
  return {
    x,
    y,
    width: Math.max(1, Math.round((1 - left - right) * media.width)),
    height: Math.max(1, Math.round((1 - top - bottom) * media.height)),
  };
}

/** What two areas share; at least one pixel wide and high. */
export function intersect(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(1, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(1, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}
