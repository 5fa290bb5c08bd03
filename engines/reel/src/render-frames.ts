/** Draws the frames of a clock one after another and hands each to a sink. Memory stays level: the sink decides when the next is drawn. */
import { type Canvas } from '@reelyard/contracts';
import { type Drawable, aCompositor, aDrawable } from './compositor.ts';
import { type FrameClock, ticksOf } from './frame-clock.ts';
import { giveBack } from './give-back.ts';
import { type Layer, isOn } from './layer.ts';
import { layerStateAt } from './layer-state.ts';

export interface DrawnFrame {
  /** Number within the clock, from 0. */
  readonly index: number;
  /** Opaque RGBA of the canvas. The sink may read it until its promise for the next frame resolves. */
  readonly pixels: Buffer;
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
  let before: Buffer | undefined;
  try {
    for (let index = 0; index < clock.frameCount; index++) {
      const frame = clock.firstFrame + index;
      const ticks = ticksOf(clock, frame);
      const pixels = compositor.draw(await drawablesOf(layers, frame, ticks));
      await sink({ index, pixels });
      if (before && before !== pixels) giveBack(before);
      before = pixels;
      closePassed(layers, ticks);
    }
  } finally {
    for (const { source } of layers) source.close?.();
  }
}
