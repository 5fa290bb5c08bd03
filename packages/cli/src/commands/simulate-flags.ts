/** The options of `reelyard simulate` as text become what is to be run, or one sentence that names the option. Pure. */
import { type FarmOptions, GENERATOR_NAMES, type GeneratorName, POLICIES } from '@reelyard/simulator';
import { CommandError, EXIT } from '../exit-code.ts';

export interface SimulateFlags {
  trace?: string;
  synthetic?: string;
  days?: string;
  seed?: string;
  seeds?: string;
  policy?: string[];
  boot?: string;
  warm?: string;
  warmBoot?: string;
  spotHazard?: string;
  objective?: string;
  lag?: string;
  max?: string;
  scoreFrom?: string;
  plot?: string;
  bound?: boolean;
  replay?: string;
  policyFile?: string;
}

export type Source = { kind: 'file'; file: string } | { kind: 'synthetic'; name: GeneratorName; days?: number };

export interface SimulatePlan {
  source: Source;
  seeds: number[];
  policies: string[];
  farm: FarmOptions;
  /** Age of what counting policies read, in place of their own. */
  lagSeconds?: number;
  /** Share of the trace that is not scored. */
  scoreFrom: number;
  /** Solve the lower bound of each trace, too. */
  withBound: boolean;
  plot?: string;
}

/** @throws CommandError `usage` */
export function planRuns(flags: SimulateFlags): SimulatePlan {
  if (flags.policyFile !== undefined) refuse('--policy-file goes with --replay');
  const first = readCount(flags.seed ?? '1', '--seed', 0);
  const count = readCount(flags.seeds ?? '1', '--seeds', 1);
  const scoreFrom = readAmount(flags.scoreFrom ?? '0', '--score-from');
  if (scoreFrom >= 1) refuse(`--score-from ${flags.scoreFrom ?? ''}: expected a share of the trace, 0 to below 1`);
  return {
    source: readSource(flags),
    seeds: Array.from({ length: count }, (_, n) => first + n),
    policies: readPolicies(flags.policy ?? ['reelyard']),
    farm: readFarm(flags),
    scoreFrom,
    withBound: flags.bound ?? false,
    ...(flags.lag === undefined ? {} : { lagSeconds: readAmount(flags.lag, '--lag') }),
    ...(flags.plot === undefined ? {} : { plot: readPlot(flags.plot) }),
  };
}

function readSource({ trace, synthetic, days }: SimulateFlags): Source {
  if (trace !== undefined && synthetic !== undefined) refuse('--trace and --synthetic: give one of them');
  if (trace !== undefined) {
    if (days !== undefined) refuse('--days is for --synthetic; a trace is as long as it is');
    return { kind: 'file', file: trace };
  }
  if (synthetic === undefined) refuse(`nothing to simulate: give --trace FILE.csv or --synthetic ${names()}`);
  const name = GENERATOR_NAMES.find((each) => each === synthetic);
  if (!name) refuse(`--synthetic ${synthetic}: expected ${names()}`);
  return { kind: 'synthetic', name, ...(days === undefined ? {} : { days: readCount(days, '--days', 1) }) };
}

const names = (): string => GENERATOR_NAMES.join(', ');

function readPolicies(given: readonly string[]): string[] {
  const wanted = given.flatMap((each) => each.split(',')).map((name) => name.trim());
  const known = Object.keys(POLICIES);
  if (wanted.includes('all')) return known;
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`--policy ${unknown}: expected all, or ${known.join(', ')}`);
  return [...new Set(wanted)];
}

function readFarm({ boot, warm, warmBoot, spotHazard, objective, max }: SimulateFlags): FarmOptions {
  return {
    ...(boot === undefined ? {} : { bootSeconds: readPositive(boot, '--boot') }),
    ...(warm === undefined ? {} : { warm: readCount(warm, '--warm', 0) }),
    ...(warmBoot === undefined ? {} : { warmBootSeconds: readPositive(warmBoot, '--warm-boot') }),
    ...(spotHazard === undefined ? {} : { spot: { hazardPerHour: readAmount(spotHazard, '--spot-hazard') } }),
    ...(objective === undefined ? {} : { objectiveSeconds: readPositive(objective, '--objective') }),
    ...(max === undefined ? {} : { maxInstances: readCount(max, '--max', 1) }),
  };
}

function readPlot(file: string): string {
  if (!file.endsWith('.svg')) refuse(`--plot ${file}: expected a name that ends in .svg`);
  return file;
}

function readAmount(text: string, option: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) refuse(`${option} ${text}: expected a number ≥ 0`);
  return value;
}

function readPositive(text: string, option: string): number {
  const value = readAmount(text, option);
  if (value === 0) refuse(`${option} ${text}: expected a number above 0`);
  return value;
}

function readCount(text: string, option: string, least: number): number {
  const value = readAmount(text, option);
  if (!Number.isInteger(value) || value < least) refuse(`${option} ${text}: expected a whole number ≥ ${least}`);
  return value;
}

function refuse(message: string): never {
  throw new CommandError(EXIT.usage, message);
}
