/** `POOLS`: JSON data of the pools, checked by hand because this workspace parses nothing else. */
import { type PoolPolicy } from './core/index.ts';

type Checked = { success: true; data: PoolPolicy[] } | { success: false; error: { message: string } };

export const poolsLike =
  '[{ "name", "group", "purchase": "on-demand" | "spot", "min", "max", "bootSeconds", "idleSeconds", "hourlyCost"?, "engines"? }, …]';

export const poolsSchema = { safeParse: checkPools };

function checkPools(value: unknown): Checked {
  if (!Array.isArray(value) || value.length === 0) return refuse('not a list with at least one pool');
  const pools = value.map(toPool);
  const problem = pools.find((pool) => typeof pool === 'string');
  if (typeof problem === 'string') return refuse(problem);
  const found = pools.filter((pool) => typeof pool !== 'string');
  const names = new Set(found.map(({ name }) => name));
  return names.size === found.length ? { success: true, data: found } : refuse('two pools of one name');
}

function toPool(value: unknown): PoolPolicy | string {
  if (typeof value !== 'object' || value === null) return 'a pool is not an object';
  const pool = value as Record<string, unknown>;
  const { name, group, purchase, hourlyCost = 1, hazardPerHour = 0, engines = [] } = pool;
  if (!isName(name) || !isName(group)) return 'a pool needs a name and a group';
  if (purchase !== 'on-demand' && purchase !== 'spot') return `${name}: purchase is on-demand or spot`;
  if (!isAmount(hourlyCost)) return `${name}: hourlyCost is a number ≥ 0`;
  if (!isAmount(hazardPerHour)) return `${name}: hazardPerHour is a number ≥ 0`;
  if (!Array.isArray(engines) || !engines.every(isName)) return `${name}: engines is a list of names`;
  const size = toSize(pool);
  return typeof size === 'string'
    ? `${name}: ${size}`
    : { name, group, purchase, hourlyCost, hazardPerHour, engines, ...size };
}

function toSize(
  pool: Record<string, unknown>,
): Pick<PoolPolicy, 'min' | 'max' | 'bootSeconds' | 'idleSeconds'> | string {
  const { min, max, bootSeconds, idleSeconds } = pool;
  if (!isCount(min) || !isCount(max) || min > max) return '0 ≤ min ≤ max, both whole';
  if (!isAmount(bootSeconds) || !isAmount(idleSeconds)) return 'bootSeconds and idleSeconds are numbers ≥ 0';
  return { min, max, bootSeconds, idleSeconds };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown): value is number {
  return isAmount(value) && Number.isInteger(value);
}

function refuse(message: string): Checked {
  return { success: false, error: { message } };
}
