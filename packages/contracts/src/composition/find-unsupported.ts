/** The refusals that keep an engine honest: what it lacks is named, never rendered as something else. */
import { type Composition } from './composition.ts';
import { listRequirements } from './requirements.ts';
import { compositionLimits } from './limits.ts';
import { compositionLength } from './settle-times.ts';
import { toSeconds } from './ticks.ts';

/** The part of an engine's capabilities that a composition can exceed. */
export interface CompositionCapabilities {
  readonly features: readonly string[];
  readonly maxPixels: number;
  readonly maxSeconds: number;
}

export interface Unsupported {
  readonly pointer: string;
  readonly capability: string;
  readonly detail: string;
}

function findExceeded(composition: Composition, capabilities: CompositionCapabilities): Unsupported[] {
  const found: Unsupported[] = [];
  const { width, height } = composition.canvas;
  if (width * height > capabilities.maxPixels) {
    const detail = `${width} × ${height} is more than the ${capabilities.maxPixels} pixels of this engine`;
    found.push({ pointer: '/canvas', capability: 'maxPixels', detail });
  }
  const length = compositionLength(composition);
  if (length !== undefined && toSeconds(length) > capabilities.maxSeconds) {
    const detail = `${toSeconds(length)} s is more than the ${capabilities.maxSeconds} s of this engine`;
    found.push({ pointer: '/tracks', capability: 'maxSeconds', detail });
  }
  return found;
}

/** Everything the engine cannot do, by pointer and capability; empty means that it can render the composition. */
export function findUnsupported(
  composition: Composition,
  capabilities: CompositionCapabilities,
): readonly Unsupported[] {
  const has = new Set(capabilities.features);
  const missing = listRequirements(composition)
    .filter(({ capability }) => !has.has(capability))
    .map((need) => ({ ...need, detail: `this engine does not have the capability ${need.capability}` }));
  return [...findExceeded(composition, capabilities), ...missing].slice(0, compositionLimits.problems);
}
