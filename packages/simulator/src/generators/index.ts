/** Traces by name. */
import { type Trace } from '../trace.ts';
import { generateHeavyTail } from './heavy-tail.ts';
import { generateSessions } from './sessions.ts';
import { generateWave } from './wave.ts';

/** @throws nothing: every seed gives a trace */
export const GENERATORS = {
  sessions: (seed: number): Trace => generateSessions(seed),
  wave: (seed: number): Trace => generateWave(seed),
  'heavy-tail': (seed: number): Trace => generateHeavyTail(seed),
} as const;

export type GeneratorName = keyof typeof GENERATORS;
export const GENERATOR_NAMES = Object.keys(GENERATORS) as GeneratorName[];
