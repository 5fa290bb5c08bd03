/** One configuration under one protocol, from the first state to the verdict. */
import { explore, type Found, type Limits, type Model } from './explore.ts';
import { findUnrest } from './liveness.ts';
import { type Step, traceOf } from './trace.ts';

export interface Violation {
  readonly what: string;
  readonly trace: readonly Step[];
}

export interface Report {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  /** False: the limit of states came first, and nothing was proved. */
  readonly isComplete: boolean;
  readonly violations: readonly Violation[];
}

export function check(name: string, model: Model, limits: Limits): Report {
  const startedAt = performance.now();
  const graph = explore(model, limits);
  // A state beyond a violation is not explored, so only a clean graph can tell what never ends.
  const unrest = graph.isComplete && graph.found.length === 0 ? findUnrest(model, graph) : undefined;
  const found: readonly Found[] = unrest ? [...graph.found, unrest] : graph.found;
  return {
    name,
    states: graph.store.size,
    transitions: graph.transitions,
    depth: graph.depth,
    seconds: (performance.now() - startedAt) / 1_000,
    isComplete: graph.isComplete,
    violations: found.map((each) => ({ what: each.what, trace: traceOf(model, graph, each) })),
  };
}
