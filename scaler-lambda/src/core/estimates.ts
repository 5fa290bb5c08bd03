/**
 * Service times, learned. What is kept is the ratio of the seconds that a task took to the prior's, by engine and size, so that a key
 * that saw few tasks borrows from its parent: (n·key + 10·parent) / (n + 10).
 */
import { addValue, blend, countOf, fade, type Histogram, noHistogram, pointsOf } from './histogram.ts';
import { type ScalePolicy } from './policy.ts';

/** What a task looks like before it runs. */
export interface Shape {
  engine: string;
  frames: number;
  /** Of one frame. */
  pixels: number;
}

export interface Estimates {
  /** Key (`*`, `engine`, `engine/size`) → ratio of measured to prior seconds. */
  ratios: Readonly<Record<string, Histogram>>;
  /** Instance's agent → the last `seq` that was learned from. */
  seen: Readonly<Record<string, number>>;
}

export const noEstimates: Estimates = { ratios: {}, seen: {} };

/** A key forgets by half after about this many tasks: a new engine version shows within one window. */
const WINDOW = 200;
const PARENT_WEIGHT = 10;
const KEYS_KEPT = 100;
/** Below this share the progress of a task tells more about its start than about its end. */
const TELLING_PROGRESS = 0.1;

export function priorSeconds({ frames, pixels }: Shape, { taskSeconds }: Pick<ScalePolicy, 'taskSeconds'>): number {
  return Math.max(0.1, taskSeconds.overhead + (taskSeconds.perMegapixelFrame * frames * pixels) / 1_000_000);
}

export function learnServed(before: Estimates, shape: Shape, seconds: number, policy: ScalePolicy): Estimates {
  const ratio = seconds / priorSeconds(shape, policy);
  const ratios = { ...before.ratios };
  for (const key of keysOf(shape)) {
    const known = ratios[key] ?? noHistogram;
    ratios[key] = addValue(countOf(known) >= WINDOW ? fade(known, 0.5) : known, ratio);
  }
  return { ...before, ratios: keepFullest(ratios) };
}

/** By engine, and `*` for all engines: what tasks were measured to take over the prior, for readers outside the scaler. */
export function listRatios({ ratios }: Estimates): Record<string, number> {
  const engines = Object.keys(ratios).filter((key) => !key.includes('/'));
  const averageOfEngine = (engine: string): number => ratiosOf({ engine, frames: 0, pixels: 0 }, ratios).average;
  return Object.fromEntries(engines.map((engine) => [engine, Number(averageOfEngine(engine).toPrecision(4))]));
}

/** What is known of tasks of one shape; made once a shape and tick, since each question walks the buckets. */
export class Outlook {
  readonly #points: readonly Point[];
  readonly #prior: number;
  readonly mean: number;

  constructor(shape: Shape, { ratios }: Estimates, policy: ScalePolicy) {
    const { points, average } = ratiosOf(shape, ratios);
    this.#prior = priorSeconds(shape, policy);
    this.#points = points;
    this.mean = this.#prior * average;
  }

  /** Seconds that a task which has run for `elapsed` still needs: by its progress once that tells, else by those that ran as long. */
  restOf(elapsed: number, progress: number | undefined, quantile: number): number {
    if (progress !== undefined && progress >= TELLING_PROGRESS)
      return (elapsed * (1 - Math.min(1, progress))) / progress;
    const longer = this.#points.filter(({ value }) => value * this.#prior > elapsed);
    // Longer than all we know of: as long again.
    if (longer.length === 0) return Math.max(1, this.#points.length === 0 ? this.#prior - elapsed : elapsed);
    return quantileOf(longer, quantile) * this.#prior - elapsed;
  }
}

/** The outlook of each shape, made once. */
export class Outlooks {
  readonly #estimates: Estimates;
  readonly #policy: ScalePolicy;
  readonly #known = new Map<string, Outlook>();

  constructor(estimates: Estimates, policy: ScalePolicy) {
    this.#estimates = estimates;
    this.#policy = policy;
  }

  of(shape: Shape): Outlook {
    const key = `${shape.engine} ${shape.frames} ${shape.pixels}`;
    const known = this.#known.get(key);
    if (known) return known;
    const made = new Outlook(shape, this.#estimates, this.#policy);
    this.#known.set(key, made);
    return made;
  }
}

interface Point {
  value: number;
  weight: number;
}

/** What is known of the ratios of one key, its parents blended in. */
interface Ratios {
  points: readonly Point[];
  /** 1 where nothing is known: the prior stands. */
  average: number;
}

/** Walking the buckets is most of a tick's work, and the same ratios are asked for thousands of times: kept as long as they live. */
const walked = new WeakMap<Estimates['ratios'], Map<string, Ratios>>();

function ratiosOf(shape: Shape, ratios: Estimates['ratios']): Ratios {
  const keys = keysOf(shape);
  const name = keys.at(-1) ?? '';
  const memory = walked.get(ratios) ?? new Map<string, Ratios>();
  walked.set(ratios, memory);
  const made = memory.get(name) ?? walkRatios(keys, ratios);
  memory.set(name, made);
  return made;
}

function walkRatios(keys: readonly string[], ratios: Estimates['ratios']): Ratios {
  const blended = keys.reduce<Histogram>((parent, key) => {
    const known = ratios[key];
    return known ? blend(known, countOf(known), parent, PARENT_WEIGHT) : parent;
  }, noHistogram);
  const points = pointsOf(blended);
  return { points, average: points.length === 0 ? 1 : averageOf(points) };
}

/** From the widest to the narrowest; sizes by powers of two of the pixels in all frames. */
function keysOf({ engine, frames, pixels }: Shape): string[] {
  const work = frames * pixels;
  return work > 0 ? ['*', engine, `${engine}/${Math.round(Math.log2(work))}`] : ['*', engine];
}

function averageOf(points: readonly Point[]): number {
  let [sum, total] = [0, 0];
  for (const { value, weight } of points) {
    sum += value * weight;
    total += weight;
  }
  return sum / total;
}

function quantileOf(points: readonly Point[], quantile: number): number {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { value, weight } of points) {
    below += weight;
    if (below >= quantile * total) return value;
  }
  return points.at(-1)?.value ?? 0;
}

function keepFullest(ratios: Record<string, Histogram>): Record<string, Histogram> {
  const entries = Object.entries(ratios);
  if (entries.length <= KEYS_KEPT) return ratios;
  return Object.fromEntries(entries.sort(([, a], [, b]) => countOf(b) - countOf(a)).slice(0, KEYS_KEPT));
}
