/** Traces by name. */
import { type Trace } from '../trace.ts';
import { generateHeavyTail } from './heavy-tail.ts';
import { generateSessions } from './sessions.ts';
import { generateWave } from './wave.ts';

const ofDays = (days: number | undefined): { days?: number } => (days === undefined ? {} : { days });

/** Seed and length in days (30 when left out) give a trace, the same for ever. */
export const GENERATORS = {
  sessions: (seed: number, days?: number): Trace => generateSessions(seed, ofDays(days)),
  wave: (seed: number, days?: number): Trace => generateWave(seed, ofDays(days)),
  'heavy-tail': (seed: number, days?: number): Trace => generateHeavyTail(seed, ofDays(days)),
} as const;

export type GeneratorName = keyof typeof GENERATORS;
export const GENERATOR_NAMES = Object.keys(GENERATORS) as GeneratorName[];
