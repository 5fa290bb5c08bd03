/**
 * A scaler that people use today: its published parameters with their source, and the settings that its users may choose from. Invariant:
 * the published setting is always one of the settings, so tuning never makes a baseline worse than its defaults.
 */
import { type CapacityPolicy, type CapacityPolicyFactory } from '../policy.ts';

/** `real`: queue metrics as old as that scaler gets them. `exact`: no lag, and looked at as often as this farm's own scaler does. */
export type Sight = 'real' | 'exact';
export const SIGHTS: readonly Sight[] = ['real', 'exact'];

/** Seconds between two looks where the sight is exact: the tick of this farm's own scaler. */
export const EXACT_PERIOD_SECONDS = 10;

export type Parameters = Readonly<Record<string, number | boolean>>;

export interface Setting {
  parameters: Parameters;
  /** A policy keeps state: one for each run. */
  create: CapacityPolicyFactory;
}

export interface Baseline {
  name: string;
  /** One line for the table. */
  about: string;
  /** Where its formula and its defaults are published. */
  sources: readonly string[];
  published: Parameters;
  settingsFor(sight: Sight): Setting[];
}

export interface BaselineDefinition<P extends Parameters> {
  name: string;
  about: string;
  sources: readonly string[];
  published: P;
  /** Values that tuning tries, by parameter; all combinations. */
  tunables?: { readonly [K in keyof P]?: readonly P[K][] };
  create(parameters: P, sight: Sight): CapacityPolicy;
}

export function defineBaseline<P extends Parameters>(definition: BaselineDefinition<P>): Baseline {
  const { name, about, sources, published, tunables = {}, create } = definition;
  const all = unique([published, ...combine(published, tunables)]);
  const settingsFor = (sight: Sight): Setting[] =>
    all.map((parameters) => ({ parameters, create: () => create(parameters, sight) }));
  return { name, about, sources, published, settingsFor };
}

/** Every combination of the tunables over the published values. */
function combine<P extends Parameters>(published: P, tunables: { readonly [K in keyof P]?: readonly P[K][] }): P[] {
  let rows: P[] = [published];
  for (const key of Object.keys(tunables) as (keyof P)[]) {
    const values = tunables[key] ?? [];
    rows = rows.flatMap((row) => values.map((value): P => ({ ...row, [key]: value })));
  }
  return rows;
}

function unique<P extends Parameters>(rows: readonly P[]): P[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
