/** Renders one frame as a picture: posters and stills. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Canvas as Bitmap, ImageData, createCanvas } from '@napi-rs/canvas';
import { type CompositionOutput, type EngineFile, firstFrameAt, outputFileName } from '@reelyard/contracts';
import { type Size } from './geometry.ts';
import { loadLayers } from './load-layers.ts';
import { renderFrames } from './render-frames.ts';
import { type RenderSetting, lengthOf } from './render-mp4.ts';

export type StillOutput = Extract<CompositionOutput, { kind: 'poster' | 'still' }>;

const jpegQuality = 88;

/** A canvas of its own: a frame hides what is beneath it everywhere, so straight and premultiplied pixels are the same. */
function toBitmap(pixels: Buffer, { width, height }: Size): Bitmap {
  const bitmap = createCanvas(width, height);
  bitmap.getContext('2d').putImageData(new ImageData(Uint8ClampedArray.from(pixels), width, height), 0, 0);
  return bitmap;
}

function scaleTo(bitmap: Bitmap, size: StillOutput['size']): Bitmap {
  if (!size) return bitmap;
  const scaled = createCanvas(size.width, size.height);
  const context = scaled.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return scaled;
}

/** An instant past the end shows the last frame. */
export async function renderStill(setting: RenderSetting, output: StillOutput): Promise<EngineFile> {
  const { composition, out } = setting;
  const { fps } = composition.canvas;
  const last = firstFrameAt(lengthOf(composition), fps) - 1;
  const clock = { fps, firstFrame: Math.max(0, Math.min(last, firstFrameAt(output.at, fps))), frameCount: 1 };
  const layers = await loadLayers({ ...setting, clock });
  const name = outputFileName(output);
  let size = { width: 0, height: 0 };
  await renderFrames(composition.canvas, layers, clock, async ({ pixels }) => {
    const picture = scaleTo(toBitmap(pixels, composition.canvas), output.size);
    size = { width: picture.width, height: picture.height };
    writeFileSync(
      join(out, name),
      output.format === 'png' ? await picture.encode('png') : await picture.encode('jpeg', jpegQuality),
    );
  });
  return { name, kind: output.kind, frames: 1, ...size };
}
