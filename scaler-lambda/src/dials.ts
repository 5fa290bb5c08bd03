/** `DIALS`: changes to the law's standard dials, by name. Absent: the standard ones. */
import { type Dials, standardDials } from './core/index.ts';

type Checked = { success: true; data: Partial<Dials> } | { success: false; error: { message: string } };

export const dialsLike = `{ ${Object.keys(standardDials)
  .map((name) => `"${name}"?`)
  .join(', ')} }`;

export const dialsSchema = { safeParse: checkDials };

/** Shares of the objective: beyond 1 a wait would have no price before it is late. */
const SHARES: readonly string[] = ['patience', 'gather', 'budgetShare', 'restQuantile'];

function checkDials(value: unknown): Checked {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('not an object');
  const problem = Object.entries(value).flatMap(([name, dial]) => findProblem(name, dial) ?? [])[0];
  return problem === undefined ? { success: true, data: value as Partial<Dials> } : refuse(problem);
}

function findProblem(name: string, dial: unknown): string | undefined {
  if (!(name in standardDials)) return `no dial is called ${name}`;
  if (typeof dial !== 'number' || !Number.isFinite(dial) || dial < 0) return `${name} is a number ≥ 0`;
  return SHARES.includes(name) && dial > 1 ? `${name} is a share, at most 1` : undefined;
}

function refuse(message: string): Checked {
  return { success: false, error: { message } };
}
