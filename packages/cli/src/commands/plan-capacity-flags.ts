/** The options of `reelyard plan-capacity` as text become where the past is and what is to be tried, or one sentence that names the option. Pure. */
import { CommandError, EXIT } from '../exit-code.ts';
import { type Axes } from '../plan/settings.ts';

export interface PlanCapacityFlags {
  env?: string;
  dir?: string;
  tenant?: string[];
  days?: string;
  log?: string[];
  trace?: string;
  export?: string;
  boot?: string;
  warm?: string;
  objective?: string;
  spotShare?: string;
  spotHazard?: string;
  warmBoot?: string;
  seed?: string;
  seeds?: string;
  plot?: string;
}

export type PastSource =
  | { kind: 'trace'; file: string }
  | { kind: 'log'; files: readonly string[] }
  /** Of a deployed environment, or of the farm on this machine. */
  | { kind: 'ledger'; env?: string; dir?: string; tenants: readonly string[]; days: number };

export interface CapacityPlan {
  source: PastSource;
  /** Whose settings are today's; of the ledger's own environment when absent. */
  env?: string;
  exportTo?: string;
  plotTo?: string;
  /** What was asked for; today's surroundings elsewhere. */
  axes: Partial<Axes>;
  seeds: number[];
  spotHazard?: number;
  warmBootSeconds?: number;
}

const tenantPattern = /^[a-z0-9-]{1,32}$/;
const defaultDays = 30;

/** @throws CommandError `usage` */
export function readPlan(flags: PlanCapacityFlags): CapacityPlan {
  const { env, plot } = flags;
  if (plot !== undefined && !plot.endsWith('.svg')) refuse(`--plot ${plot}: expected a name that ends in .svg`);
  return {
    source: readSource(flags),
    ...(env === undefined ? {} : { env }),
    ...(flags.export === undefined ? {} : { exportTo: flags.export }),
    ...(plot === undefined ? {} : { plotTo: plot }),
    axes: readAxes(flags),
    seeds: readSeeds(flags),
    ...(flags.spotHazard === undefined ? {} : { spotHazard: readNumber(flags.spotHazard, '--spot-hazard', amount) }),
    ...(flags.warmBoot === undefined ? {} : { warmBootSeconds: readNumber(flags.warmBoot, '--warm-boot', positive) }),
  };
}

function readSeeds({ seed = '1', seeds = '1' }: PlanCapacityFlags): number[] {
  const first = readNumber(seed, '--seed', whole);
  return Array.from({ length: readNumber(seeds, '--seeds', counting) }, (_, n) => first + n);
}

function readSource({ env, dir, tenant, days, log, trace }: PlanCapacityFlags): PastSource {
  const isLedger = trace === undefined && log === undefined;
  if (trace !== undefined && log !== undefined) refuse('--trace and --log: give one of them');
  const [only] = Object.entries({ '--tenant': tenant, '--days': days, '--dir': dir }).filter(
    ([, value]) => value !== undefined,
  );
  if (!isLedger && only) refuse(`${only[0]} is for the ledger; a trace or a log is taken whole`);
  if (trace !== undefined) return { kind: 'trace', file: trace };
  if (log !== undefined) return { kind: 'log', files: log };
  if (env !== undefined && dir !== undefined) refuse('--env and --dir: give one of them');
  return {
    kind: 'ledger',
    ...(env === undefined ? {} : { env }),
    ...(dir === undefined ? {} : { dir }),
    tenants: readTenants(tenant, env),
    days: readNumber(days ?? String(defaultDays), '--days', positive),
  };
}

/** On a laptop the key that `up` makes is of `demo`; of a deployed farm nobody can guess them. */
function readTenants(given: readonly string[] | undefined, env: string | undefined): string[] {
  if (given === undefined && env !== undefined)
    refuse(`--tenant is needed with --env ${env}: the ledger lists jobs by tenant; repeat it for each`);
  const tenants = [...new Set((given ?? ['demo']).flatMap((each) => each.split(',')))];
  const wrong = tenants.find((name) => !tenantPattern.test(name));
  if (wrong !== undefined) refuse(`--tenant ${wrong}: 1 to 32 of a-z, 0-9 and - are needed`);
  return tenants;
}

function readAxes({ boot, warm, objective, spotShare }: PlanCapacityFlags): Partial<Axes> {
  return {
    ...(boot === undefined ? {} : { bootSeconds: readList(boot, '--boot', positive) }),
    ...(warm === undefined ? {} : { warm: readList(warm, '--warm', whole) }),
    ...(objective === undefined ? {} : { objectiveSeconds: readList(objective, '--objective', positive) }),
    ...(spotShare === undefined ? {} : { spotShare: readList(spotShare, '--spot-share', share) }),
  };
}

interface Kind {
  expected: string;
  isGood(value: number): boolean;
}
const amount: Kind = { expected: 'a number ≥ 0', isGood: (value) => value >= 0 };
const positive: Kind = { expected: 'a number above 0', isGood: (value) => value > 0 };
const whole: Kind = { expected: 'a whole number ≥ 0', isGood: (value) => Number.isInteger(value) && value >= 0 };
const counting: Kind = {
  expected: 'a whole number ≥ 1',
  isGood: (value) => Number.isInteger(value) && value >= 1,
};
const share: Kind = { expected: 'a share from 0 to 1', isGood: (value) => value >= 0 && value <= 1 };

function readList(text: string, option: string, kind: Kind): number[] {
  return text.split(',').map((item) => readNumber(item, option, kind));
}

function readNumber(text: string, option: string, { expected, isGood }: Kind): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || !isGood(value)) refuse(`${option} ${text}: expected ${expected}`);
  return value;
}

function refuse(message: string): never {
  throw new CommandError(EXIT.usage, message);
}
