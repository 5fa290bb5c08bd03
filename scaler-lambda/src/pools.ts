/** `POOLS`: JSON data of the pools, checked by hand because this workspace parses nothing else. */
import { type PoolPolicy } from './core/index.ts';

type Checked = { success: true; data: PoolPolicy[] } | { success: false; error: { message: string } };

export const poolsLike =
  '[{ "name", "group", "purchase": "on-demand" | "spot", "min", "max", "bootSeconds", "idleSeconds", "hourlyCost"?, "hazardPerHour"?, "engines"?, "warm"?: { "size", "bootSeconds" }, "places"?: { "types", "zones" } }, …]';

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
  const { name, group, purchase, engines = [] } = pool;
  if (!isName(name) || !isName(group)) return 'a pool needs a name and a group';
  if (purchase !== 'on-demand' && purchase !== 'spot') return `${name}: purchase is on-demand or spot`;
  if (!Array.isArray(engines) || !engines.every(isName)) return `${name}: engines is a list of names`;
  const [size, cost, more] = [toSize(pool), toCost(pool), toMore(pool)];
  if (typeof size === 'string') return `${name}: ${size}`;
  if (typeof cost === 'string') return `${name}: ${cost}`;
  if (typeof more === 'string') return `${name}: ${more}`;
  return { name, group, purchase, engines, ...size, ...cost, ...more };
}

function toCost(pool: Record<string, unknown>): Pick<PoolPolicy, 'hourlyCost' | 'hazardPerHour'> | string {
  const { hourlyCost = 1, hazardPerHour = 0 } = pool;
  if (!isAmount(hourlyCost) || !isAmount(hazardPerHour)) return 'hourlyCost and hazardPerHour are numbers ≥ 0';
  return { hourlyCost, hazardPerHour };
}

function toMore({ warm, places }: Record<string, unknown>): Pick<PoolPolicy, 'warm' | 'places'> | string {
  const { size, bootSeconds } = (warm ?? {}) as Record<string, unknown>;
  const { types, zones } = (places ?? {}) as Record<string, unknown>;
  if (warm !== undefined && !(isCount(size) && isAmount(bootSeconds))) return 'warm has a size and bootSeconds';
  if (places !== undefined && !(isNames(types) && isNames(zones))) return 'places have types and zones, lists of names';
  return {
    ...(isCount(size) && isAmount(bootSeconds) ? { warm: { size, bootSeconds } } : {}),
    ...(isNames(types) && isNames(zones) ? { places: { types, zones } } : {}),
  };
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isName);
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
