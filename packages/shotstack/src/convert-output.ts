/**
 * The canvas and the files. Sizes are of 16:9 by resolution; other shapes keep the height of it. The first file is the one of `format`; a poster
 * and a thumbnail come beside it.
 */
import { type CompositionInput } from '@reelyard/contracts';
import { type EditOutput } from './edit.ts';
import { type Path, type Report } from './report.ts';

export interface ConvertedOutput {
  readonly width: number;
  readonly height: number;
  readonly fps: { readonly num: number; readonly den: number };
  readonly outputs: NonNullable<CompositionInput['outputs']>;
}

type OutputInput = ConvertedOutput['outputs'][number];

const presets: Readonly<Record<string, { width: number; height: number; fps: number }>> = {
  preview: { width: 512, height: 288, fps: 15 },
  mobile: { width: 640, height: 360, fps: 25 },
  sd: { width: 1024, height: 576, fps: 25 },
  hd: { width: 1280, height: 720, fps: 25 },
  '1080': { width: 1920, height: 1080, fps: 25 },
  '4k': { width: 3840, height: 2160, fps: 25 },
};

const even = (value: number) => 2 * Math.round(value / 2);

/** The pixels of a preset in a shape. */
function presetSize(name: string, aspectRatio = '16:9'): { width: number; height: number } {
  const { width, height } = presets[name] ?? { width: 1280, height: 720 };
  const widths: Readonly<Record<string, number>> = { '1:1': height, '4:5': (height * 4) / 5, '4:3': (height * 4) / 3 };
  if (aspectRatio === '9:16') return { width: height, height: width };
  return { width: even(widths[aspectRatio] ?? width), height };
}

function sizeOf({ format, size, resolution, aspectRatio }: EditOutput, path: Path, report: Report) {
  const { width, height } = size ?? {};
  if (width !== undefined && height !== undefined) {
    if (resolution !== undefined) report.note([...path, 'resolution'], 'ignored', 'a size is given');
    if (aspectRatio !== undefined) report.note([...path, 'aspectRatio'], 'ignored', 'a size is given');
    return { width, height };
  }
  if (size) report.refuse([...path, 'size'], 'missing', 'needs both width and height');
  if (resolution === undefined && format !== 'mp3')
    report.refuse([...path, 'resolution'], 'missing', 'is required unless a size is given');
  return presetSize(resolution ?? 'sd', aspectRatio);
}

const rates: Readonly<Record<string, { num: number; den: number }>> = {
  '23.976': { num: 24_000, den: 1_001 },
  '29.97': { num: 30_000, den: 1_001 },
  '59.94': { num: 60_000, den: 1_001 },
};

const rateOf = (fps: number) => rates[String(fps)] ?? { num: fps, den: 1 };

const qualities = { verylow: 'draft', low: 'draft', medium: 'standard', high: 'high', veryhigh: 'high' } as const;

function qualityOf(name: string | undefined, path: Path, report: Report): 'draft' | 'standard' | 'high' {
  if (name === 'verylow' || name === 'veryhigh')
    report.lose([...path, 'quality'], 'approximated', `${name} is done as ${name.slice('very'.length)}`);
  return qualities[(name ?? 'medium') as keyof typeof qualities];
}

function scaledSize({ scaleTo, aspectRatio, size }: EditOutput, path: Path, report: Report) {
  if (scaleTo === undefined) return {};
  if (size) report.lose([...path, 'scaleTo'], 'unsupported', 'a size of its own is not scaled');
  return size ? {} : { size: presetSize(scaleTo, aspectRatio) };
}

function rangeOf({ range }: EditOutput, path: Path, report: Report) {
  if (!range) return {};
  if (range.length === undefined && (range.start ?? 0) > 0)
    report.refuse([...path, 'range', 'length'], 'missing', 'is required with a start');
  if (range.length === undefined) return {};
  if (range.length === 0) report.refuse([...path, 'range', 'length'], 'too_small', 'must be above 0');
  return { range: { start: range.start ?? 0, length: range.length } };
}

function noteUnread(output: EditOutput, fields: readonly (keyof EditOutput)[], path: Path, report: Report): void {
  for (const field of fields) {
    if (output[field] !== undefined) report.note([...path, field], 'ignored', `means nothing to ${output.format}`);
  }
}

function stillFile(output: EditOutput, path: Path, report: Report): OutputInput {
  const { format, range, quality } = output;
  if (format === 'bmp') report.refuse([...path, 'format'], 'unsupported', 'bmp is not made; png loses nothing either');
  noteUnread(output, ['fps', 'repeat', 'mute'], path, report);
  if (quality !== undefined) report.note([...path, 'quality'], 'ignored', 'stills have one quality');
  if (range?.length !== undefined) report.note([...path, 'range', 'length'], 'ignored', 'a still is one frame');
  return {
    kind: 'still',
    format: format === 'png' ? 'png' : 'jpg',
    at: range?.start ?? 0,
    ...scaledSize(output, path, report),
  };
}

function soundFile(output: EditOutput, path: Path, report: Report): OutputInput {
  noteUnread(output, ['resolution', 'aspectRatio', 'size', 'fps', 'scaleTo', 'repeat'], path, report);
  if (output.mute === true) report.refuse([...path, 'mute'], 'contradiction', 'leaves an mp3 nothing');
  return { kind: 'mp3', quality: qualityOf(output.quality, path, report), ...rangeOf(output, path, report) };
}

function mainFile(output: EditOutput, path: Path, report: Report): OutputInput {
  const { format } = output;
  if (format === 'mp3') return soundFile(output, path, report);
  if (format !== 'mp4' && format !== 'gif') return stillFile(output, path, report);
  const quality = qualityOf(output.quality, path, report);
  const moving = { quality, ...rangeOf(output, path, report), ...scaledSize(output, path, report) };
  noteUnread(output, [format === 'mp4' ? 'repeat' : 'mute'], path, report);
  if (format === 'mp4') return { kind: 'mp4', ...moving };
  return { kind: 'gif', ...(output.repeat === undefined ? {} : { loop: output.repeat }), ...moving };
}

function extraFiles({ poster, thumbnail }: EditOutput, size: { width: number; height: number }): OutputInput[] {
  const part = (side: number) => Math.max(2, even(side * (thumbnail?.scale ?? 1)));
  return [
    ...(poster ? [{ kind: 'poster' as const, at: poster.capture }] : []),
    ...(thumbnail
      ? [
          {
            kind: 'still' as const,
            name: 'thumbnail.jpg',
            at: thumbnail.capture,
            size: { width: part(size.width), height: part(size.height) },
          },
        ]
      : []),
  ];
}

export function convertOutput(output: EditOutput, path: Path, report: Report): ConvertedOutput {
  const size = sizeOf(output, path, report);
  const fps = rateOf(output.fps ?? presets[output.resolution ?? '']?.fps ?? 25);
  const main = mainFile(output, path, report);
  const isHeardOnly = output.format === 'mp3';
  if (isHeardOnly) noteUnread(output, ['poster', 'thumbnail'], path, report);
  for (const index of (output.destinations ?? []).keys()) {
    report.lose(
      [...path, 'destinations', index],
      'dropped',
      'files stay in the farm; fetch them, or ask for a webhook',
    );
  }
  return { ...size, fps, outputs: [main, ...(isHeardOnly ? [] : extraFiles(output, size))] };
}
