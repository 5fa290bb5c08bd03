/** What MediaInfo says of a file, in the words of the farm. Total: a track may say anything. */
import { type MediaProbe, type MediaStream, STREAM_KINDS } from '@reelyard/contracts';

/** As MediaInfo has it: numbers, or texts of them. */
export type Track = Readonly<{ '@type': string } & Partial<Record<string, unknown>>>;

/** More would be an attack on whoever reads them. */
const MOST_STREAMS = 32;

export function toProbe(tracks: readonly object[]): MediaProbe {
  const all = tracks as readonly Track[];
  const general = all.find((track) => track['@type'] === 'General');
  const container = textOf(general?.['Format']);
  const duration = lengthOf(numberOf(general?.['Duration']), all);
  const streams = all.flatMap(toStream).slice(0, MOST_STREAMS);
  return {
    ...(container === undefined ? {} : { container }),
    ...(duration === undefined ? {} : { durationSeconds: duration }),
    streams,
  };
}

/** As the engine has it: a container that lasts longer by what its sound was padded with is as long as its pictures. */
const PADDING_SECONDS = 0.25;

function lengthOf(claimed: number | undefined, tracks: readonly Track[]): number | undefined {
  const video = tracks.find((track) => track['@type'] === 'Video');
  const pictured = numberOf(video?.['Duration']);
  if (claimed === undefined || pictured === undefined) return claimed ?? pictured;
  return pictured < claimed && claimed - pictured < PADDING_SECONDS ? pictured : claimed;
}

function toStream(track: Track): MediaStream[] {
  const kind = STREAM_KINDS.find((known) => known === track['@type'].toLowerCase());
  if (kind === undefined) return [];
  const isSeen = kind === 'video' || kind === 'image';
  const facts = {
    codec: textOf(track['Format']),
    ...(isSeen ? { width: numberOf(track['Width']), height: numberOf(track['Height']) } : {}),
    ...(kind === 'video' ? { fps: numberOf(track['FrameRate']) } : {}),
    ...(kind === 'audio' ? { channels: numberOf(track['Channels']), sampleRate: numberOf(track['SamplingRate']) } : {}),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return [{ kind, ...Object.fromEntries(known) }];
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 64) : undefined;
