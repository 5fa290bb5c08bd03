/**
 * Cells that share one run of all scenarios: each arms one rule, which hits the first call of its site once. A cell holds when its fault was
 * really injected, every job ended as it should, and the farm came to rest.
 */
import { type CrashFarm } from './crash-farm.ts';
import { type Cell, leadingRules, ruleOf } from './fate.ts';
import { findFleet, findRestless, FLEET_MS, REST_MS, untilNothing } from './rest.ts';
import { runScenarios, SCENARIOS } from './scenarios.ts';
import { nameOf } from './site.ts';

export interface RoundResult {
  /** Cells whose fault was injected. */
  hit: Cell[];
  missed: Cell[];
  /** What went otherwise than it should; nothing when the farm came to rest rightly. */
  wrong?: string;
  seconds: number;
}

const idOf = (cell: Cell): string => `${cell.fate} ${nameOf(cell.site)}`;

export async function runRound(crash: CrashFarm, cells: readonly Cell[]): Promise<RoundResult> {
  const startedAt = Date.now();
  crash.history.note('plan', { cells: cells.map(idOf) });
  const leading = cells.flatMap((cell) => leadingRules(cell, idOf(cell)));
  for (const rule of leading) await crash.door.addRule(rule);
  for (const cell of cells) await crash.door.addRule(ruleOf(cell, idOf(cell)));
  const wrong = await runToRest(crash).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  const hits = new Set<string>();
  for (const cell of cells) if ((await crash.door.endRule(idOf(cell))) > 0) hits.add(idOf(cell));
  for (const { id } of leading) await crash.door.endRule(id);
  const hit = cells.filter((cell) => hits.has(idOf(cell)));
  const missed = cells.filter((cell) => !hits.has(idOf(cell)));
  const seconds = (Date.now() - startedAt) / 1_000;
  return { hit, missed, seconds, ...(wrong === undefined ? {} : { wrong }) };
}

async function runToRest(crash: CrashFarm): Promise<undefined> {
  const jobs = await runScenarios(crash, Object.keys(SCENARIOS));
  await untilNothing('not at rest', () => findRestless(crash, jobs), REST_MS);
  await untilNothing('left of the fleet', () => findFleet(crash), FLEET_MS);
  return undefined;
}
