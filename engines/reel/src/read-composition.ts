/** The composition of a job file: canonical as the job server stores it, or as people write it. Refused when reel cannot do it all. */
import {
  type Composition,
  type EngineCapabilities,
  findUnsupported,
  resolveComposition,
  ticksPerSecond,
} from '@reelyard/contracts';
import { EngineFailure } from './failure.ts';

const isCanonical = (input: unknown): input is Composition =>
  typeof input === 'object' && input !== null && 'timescale' in input && input.timescale === ticksPerSecond;

/** What the job server wrote was validated there; the engine trusts its own farm, and nobody else writes job files. */
function parse(input: unknown): Composition {
  if (isCanonical(input)) return input;
  const resolution = resolveComposition(input);
  if (resolution.kind === 'resolved') return resolution.composition;
  const [first] = resolution.problems;
  const detail = resolution.problems.map((problem) => `${problem.pointer || '/'} ${problem.detail}`).join('; ');
  throw new EngineFailure('permanent', 'composition_refused', detail, first?.pointer ?? '');
}

export function readComposition(input: unknown, capabilities: EngineCapabilities): Composition {
  const composition = parse(input);
  const [unsupported] = findUnsupported(composition, capabilities);
  if (!unsupported) return composition;
  throw new EngineFailure('permanent', 'unsupported', unsupported.detail, unsupported.pointer);
}
