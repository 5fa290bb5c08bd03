/** One trace with one seed: what a worker is given and what it answers. Plain data, so that it crosses threads. */
import {
  generateHeavyTail,
  generateSessions,
  generateWave,
  type Parameters,
  readTraceFile,
  type Report,
  type Trace,
} from '@reelyard/simulator';
import { type Point } from './pareto.ts';

export const FAMILIES = ['sessions', 'wave', 'heavy-tail'] as const;
export type Family = (typeof FAMILIES)[number];

export interface Assignment {
  /** A family, or a file of arrivals. */
  source: { family: Family; days: number } | { file: string };
  seed: number;
  /** Stopped machines of whoever has a warm pool. */
  warm: number;
  /** Start-within objective, seconds. */
  objectiveSeconds: number;
  /** Seconds of a bin of the bound. */
  dt: number;
  isQuick: boolean;
  /** The farm's own law with one part switched off at a time, too. */
  isAblated: boolean;
  /** Every setting scored, too. */
  isPareto: boolean;
}

/** One contestant, tuned on the first third of the trace and scored on the rest. */
export interface Score {
  policy: string;
  version: string;
  setting: Parameters;
  /** What the chosen setting did on the first third. */
  tuned: { attainment: number; dollars: number };
  report: Report;
  /** Dollars ÷ those of the lower bound with the same pool. */
  ratioToBound: number;
}

export interface BoundFigures {
  dollars: number;
  instanceHours: number;
  bins: number;
  solveMs: number;
}

export interface Answer {
  name: string;
  seed: number;
  jobs: number;
  scores: Score[];
  points?: Point[];
  /** By number of stopped machines. */
  bounds: Record<string, BoundFigures>;
  /** Service alone: no policy pays less, however late it is. */
  workDollars: number;
  /** Machines start just in time, knowing the future: what it costs never to wait. */
  zeroWaitDollars: number;
  seconds: number;
}

export const nameOf = ({ source }: Assignment): string => ('family' in source ? source.family : source.file);

export async function loadTrace({ source, seed }: Assignment): Promise<Trace> {
  if ('file' in source) return readTraceFile(source.file);
  const { family, days } = source;
  if (family === 'sessions') return generateSessions(seed, { days });
  return family === 'wave' ? generateWave(seed, { days }) : generateHeavyTail(seed, { days });
}
