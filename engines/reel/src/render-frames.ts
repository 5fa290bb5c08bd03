/** Draws the frames of a clock one after another and hands each to a sink. Memory stays level: the sink decides when the next is drawn. */
import { type Canvas as Bitmap } from '@napi-rs/canvas';
import { type Canvas } from '@reelyard/contracts';
import { type Drawable, aCompositor, aDrawable } from './compositor.ts';
import { type FrameClock, ticksOf } from './frame-clock.ts';
import { type Layer, isOn } from './layer.ts';
import { layerStateAt } from './layer-state.ts';

export interface DrawnFrame {
  /** Number within the clock, from 0. */
  readonly index: number;
  readonly bitmap: Bitmap;
  /** False when the pixels are those of the frame before. */
  readonly isNew: boolean;
}

async function drawablesOf(layers: readonly Layer[], frame: number, ticks: number): Promise<readonly Drawable[]> {
  const drawables: Drawable[] = [];
  for (const [id, layer] of layers.entries()) {
    if (!isOn(layer, ticks)) continue;
    await layer.source.prepare?.(frame);
    drawables.push(aDrawable(layer, id, layerStateAt(layer.timed, ticks), frame));
  }
  return drawables;
}

/** Ends the decoders of layers that will not be seen again. */
function closePassed(layers: readonly Layer[], ticks: number): void {
  for (const { timed, source } of layers) if (timed.start + timed.length <= ticks) source.close?.();
}

export async function renderFrames(
  canvas: Canvas,
  layers: readonly Layer[],
  clock: FrameClock,
  sink: (frame: DrawnFrame) => Promise<void>,
): Promise<void> {
  const compositor = aCompositor(canvas);
  try {
    for (let index = 0; index < clock.frameCount; index++) {
      const frame = clock.firstFrame + index;
      const ticks = ticksOf(clock, frame);
      const isNew = compositor.draw(await drawablesOf(layers, frame, ticks));
      await sink({ index, bitmap: compositor.bitmap, isNew });
      closePassed(layers, ticks);
    }
  } finally {
    for (const { source } of layers) source.close?.();
  }
}
