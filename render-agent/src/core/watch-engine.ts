/** The watchdog over a running engine: a hang and a run past its limits are the engine's fault. Instants are monotonic milliseconds. */
export interface EngineVitals {
  startedAt: number;
  /** Last progress line or other output. */
  lastSignAt: number;
  outputBytes: number;
  /** In its scratch folder, without what was staged and without the output. */
  scratchBytes?: number;
  /** On both outputs. */
  saidBytes?: number;
  memoryBytes?: number;
  processes?: number;
}

export interface EngineLimits {
  noProgressSeconds: number;
  maxRunSeconds: number;
  maxOutputMiB: number;
  memoryMiB: number;
  diskMiB: number;
  maxProcesses: number;
}

export type Watch = { kind: 'fine' } | { kind: 'kill'; code: 'engine_hang' | 'engine_limit'; message: string };

/** An engine that prints more than this has lost its mind, and chatter counts as a sign of life. */
const MAX_SAID_MIB = 256;
const MiB = 1_048_576;

export function watchEngine(vitals: EngineVitals, limits: EngineLimits, now: number): Watch {
  const silentSeconds = (now - vitals.lastSignAt) / 1_000;
  if (silentSeconds >= limits.noProgressSeconds)
    return { kind: 'kill', code: 'engine_hang', message: `no progress for ${Math.round(silentSeconds)} s` };
  const message = findExcess(vitals, limits, now);
  return message === undefined ? { kind: 'fine' } : { kind: 'kill', code: 'engine_limit', message };
}

function findExcess(vitals: EngineVitals, limits: EngineLimits, now: number): string | undefined {
  const { outputBytes, scratchBytes = 0, saidBytes = 0, memoryBytes = 0, processes = 0 } = vitals;
  const isOver = now - vitals.startedAt >= limits.maxRunSeconds * 1_000;
  if (isOver) return `ran longer than ${limits.maxRunSeconds} s`;
  if (outputBytes > limits.maxOutputMiB * MiB) return `wrote more than ${limits.maxOutputMiB} MiB`;
  if (memoryBytes > limits.memoryMiB * MiB)
    return `used ${Math.round(memoryBytes / MiB)} MiB of memory; ${limits.memoryMiB} are allowed`;
  if (scratchBytes > limits.diskMiB * MiB) return `filled more than ${limits.diskMiB} MiB of its scratch folder`;
  if (processes > limits.maxProcesses) return `ran ${processes} processes; ${limits.maxProcesses} are allowed`;
  return saidBytes > MAX_SAID_MIB * MiB ? `printed more than ${MAX_SAID_MIB} MiB` : undefined;
}
