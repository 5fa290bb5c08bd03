/** The watchdog over a running engine: a hang and a run past its limits are the engine's fault. Instants are monotonic milliseconds. */
export interface EngineVitals {
  startedAt: number;
  /** Last progress line or other output. */
  lastSignAt: number;
  outputBytes: number;
}

export interface EngineLimits {
  noProgressSeconds: number;
  maxRunSeconds: number;
  maxOutputMiB: number;
}

export type Watch = { kind: 'fine' } | { kind: 'kill'; code: 'engine_hang' | 'engine_limit'; message: string };

export function watchEngine(vitals: EngineVitals, limits: EngineLimits, now: number): Watch {
  const silentSeconds = (now - vitals.lastSignAt) / 1_000;
  if (silentSeconds >= limits.noProgressSeconds)
    return { kind: 'kill', code: 'engine_hang', message: `no progress for ${Math.round(silentSeconds)} s` };
  if (now - vitals.startedAt >= limits.maxRunSeconds * 1_000)
    return { kind: 'kill', code: 'engine_limit', message: `ran longer than ${limits.maxRunSeconds} s` };
  if (vitals.outputBytes > limits.maxOutputMiB * 1_048_576)
    return { kind: 'kill', code: 'engine_limit', message: `wrote more than ${limits.maxOutputMiB} MiB` };
  return { kind: 'fine' };
}
