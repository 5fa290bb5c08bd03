/** What ffmpeg says about a file while it copies every packet to nowhere; a pure reading of its log. */

export interface MediaStream {
  readonly kind: 'video' | 'audio' | 'other';
  readonly codec: string;
  readonly width?: number;
  readonly height?: number;
  /** Frames a second. */
  readonly fps?: number;
  /** `bt709`, `smpte170m`, …, when the file says. */
  readonly colorSpace?: string;
  /** Clockwise quarter turns that a player applies: 0 to 3. */
  readonly quarterTurns?: number;
  /** Width of a pixel over its height. */
  readonly pixelAspect?: number;
  readonly isAttachedPicture: boolean;
}

export interface MediaInfo {
  readonly streams: readonly MediaStream[];
  /** As the container claims; undefined for a still or a raw stream. */
  readonly durationSeconds?: number;
  /** Packets of video that were really there. */
  readonly frames: number;
  /** Time of the last packet that was really there. */
  readonly readSeconds: number;
  /** ffmpeg complained while reading, for example about a missing index or a packet that ends too early. */
  readonly complaints: readonly string[];
}

const clock = (text: string | undefined): number | undefined => {
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text ?? '');
  return match ? Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3]) : undefined;
};

const streamLine = /^\s*Stream #\d+:\d+.*?: (Video|Audio|Subtitle|Data|Attachment): (\S+?)(?:,|\s|$)(.*)$/;

function readStream(line: string): MediaStream | undefined {
  const match = streamLine.exec(line);
  if (!match) return undefined;
  const [, type, codec = '', rest = ''] = match;
  const isAttachedPicture = rest.includes('(attached pic)');
  if (type === 'Audio') return { kind: 'audio', codec, isAttachedPicture };
  if (type !== 'Video') return { kind: 'other', codec, isAttachedPicture };
  const size = /(?:^|,\s*)(\d{1,5})x(\d{1,5})(?:[\s,[]|$)/.exec(rest);
  const fps = /([\d.]+) fps/.exec(rest)?.[1];
  const colorSpace = /\((?:tv|pc)?,? ?(bt709|bt470bg|smpte170m|bt2020nc|bt2020c|smpte240m|fcc)/.exec(rest)?.[1];
  const aspect = /SAR (\d+):(\d+)/.exec(rest);
  const pixelAspect =
    aspect && Number(aspect[1]) > 0 && Number(aspect[2]) > 0 ? Number(aspect[1]) / Number(aspect[2]) : 1;
  return {
    kind: 'video',
    codec,
    isAttachedPicture,
    ...(pixelAspect === 1 ? {} : { pixelAspect }),
    ...(size ? { width: Number(size[1]), height: Number(size[2]) } : {}),
    ...(fps === undefined ? {} : { fps: Number(fps) }),
    ...(colorSpace === undefined ? {} : { colorSpace }),
  };
}

/** A phone that was held upright says so in a line below the stream. */
function applyRotation(streams: MediaStream[], line: string): void {
  const degrees = /^\s+(?:rotate\s*:|displaymatrix: rotation of) (-?[\d.]+)/.exec(line)?.[1];
  const last = streams.at(-1);
  if (degrees === undefined || last?.kind !== 'video') return;
  const sign = line.includes('displaymatrix') ? -1 : 1;
  const quarterTurns = ((Math.round((sign * Number(degrees)) / 90) % 4) + 4) % 4;
  streams[streams.length - 1] = { ...last, quarterTurns };
}

function readStreams(lines: readonly string[]): readonly MediaStream[] {
  const streams: MediaStream[] = [];
  for (const line of lines) {
    const stream = readStream(line);
    if (stream) streams.push(stream);
    else applyRotation(streams, line);
  }
  return streams;
}

const complaint = /moov atom not found|partial file|stream \d+, offset|truncat|Invalid data found|corrupt/i;

/** @param log standard error of `ffmpeg -i F -map 0 -c copy -f null -` */
export function readMediaLog(log: string): MediaInfo {
  const lines = log.split(/[\r\n]+/);
  const outputAt = lines.findIndex((line) => line.startsWith('Output #0'));
  const input = outputAt < 0 ? lines : lines.slice(0, outputAt);
  const streams = readStreams(input);
  const duration = clock(/Duration: ([\d:.]+)/.exec(input.join('\n'))?.[1]);
  const status = lines.filter((line) => /\btime=/.test(line)).at(-1) ?? '';
  return {
    streams,
    ...(duration === undefined ? {} : { durationSeconds: duration }),
    frames: Number(/frame=\s*(\d+)/.exec(status)?.[1] ?? 0),
    readSeconds: clock(/time=([\d:.]+)/.exec(status)?.[1]) ?? 0,
    complaints: lines.filter((line) => complaint.test(line)).slice(0, 8),
  };
}
