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

/** The pixels of a box on the canvas. */
export function boxToRect(box: Box, canvas: Canvas): Rect {
  const width = Math.max(1, Math.round(box.width * canvas.width));
  const height = Math.max(1, Math.round(box.height * canvas.height));
  const [shareX, shareY] = shares[box.anchor];
  return {
    x: Math.round(box.x * canvas.width - shareX * width),
    y: Math.round(box.y * canvas.height - shareY * height),
    width,
    height,
  };
}

/** Where media of a size lies inside a frame, by the rules of CSS object-fit; it may reach beyond the frame, which then crops it. */
export function fitInto(fit: Clip['fit'], media: Size, frame: Size): Rect {
  const ratios = [frame.width / media.width, frame.height / media.height] as const;
  const scales = { cover: Math.max(...ratios), contain: Math.min(...ratios), none: 1, fill: 0 };
  const size =
    fit === 'fill'
      ? frame
      : { width: Math.round(media.width * scales[fit]), height: Math.round(media.height * scales[fit]) };
  return {
    x: Math.round((frame.width - size.width) / 2),
    y: Math.round((frame.height - size.height) / 2),
    width: Math.max(1, size.width),
    height: Math.max(1, size.height),
  };
}
