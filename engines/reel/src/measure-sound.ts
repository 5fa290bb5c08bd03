/** What the mix says of itself before it is made: when somebody speaks, and how loud all of it is (EBU R128). Each is one run of ffmpeg that keeps nothing. */
import { lastLines, runFfmpeg } from '../../src/run-ffmpeg.ts';
import { EngineFailure } from './failure.ts';

export interface Sounding {
  /** Files behind the graph's inputs, in order. */
  readonly paths: readonly string[];
  /** Ends in `[audio]`. */
  readonly graph: string;
  readonly ffmpeg: string;
  readonly signal: AbortSignal;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Below this it is no speech. */
const SILENCE_DB = -40;
/** Shorter pauses are part of the speech. */
const PAUSE_SECONDS = 0.6;

async function listen({ paths, graph, ffmpeg, signal }: Sounding, filter: string): Promise<string> {
  const inputs = paths.flatMap((path) => ['-i', path]);
  const argv = [...inputs, '-filter_complex', `${graph};[audio]${filter}[heard]`, '-map', '[heard]', '-f', 'null', '-'];
  const { code, log } = await runFfmpeg(ffmpeg, argv, signal);
  if (code === 0) return log;
  signal.throwIfAborted();
  throw new EngineFailure('retry', 'sound_unmeasured', lastLines(log));
}

/** Spans with sound in order, pauses bridged. Adjacent to each other they never are. */
export async function findSpeech(sounding: Sounding, totalSeconds: number): Promise<Span[]> {
  const log = await listen(sounding, `silencedetect=noise=${SILENCE_DB}dB:d=${PAUSE_SECONDS}`);
  return betweenSilences(log, totalSeconds);
}

export function betweenSilences(log: string, totalSeconds: number): Span[] {
  const marks = [...log.matchAll(/silence_(start|end): (-?[\d.]+)/g)];
  const spans: Span[] = [];
  let from: number | undefined = 0;
  for (const [, kind, at] of marks) {
    const seconds = Math.min(totalSeconds, Math.max(0, Number(at)));
    if (kind === 'end') from = seconds;
    else if (from !== undefined) {
      if (seconds > from) spans.push({ from, to: seconds });
      from = undefined;
    }
  }
  return from !== undefined && from < totalSeconds ? [...spans, { from, to: totalSeconds }] : spans;
}

export interface Loudness {
  /** Integrated, in LUFS; -70 and less: nothing is heard. */
  readonly lufs: number;
  /** dBFS of the true peak. */
  readonly peakDb: number;
}

export async function measureLoudness(sounding: Sounding): Promise<Loudness> {
  const log = await listen(sounding, 'ebur128=peak=true:framelog=verbose');
  const summary = log.slice(log.lastIndexOf('Summary:'));
  const lufs = Number(/I:\s*(-?[\d.]+) LUFS/.exec(summary)?.[1] ?? Number.NaN);
  const peakDb = Number(/Peak:\s*(-?[\d.]+) dBFS/.exec(summary)?.[1] ?? Number.NEGATIVE_INFINITY);
  if (Number.isFinite(lufs)) return { lufs, peakDb };
  throw new EngineFailure('retry', 'sound_unmeasured', 'ffmpeg did not tell how loud the mix is');
}
