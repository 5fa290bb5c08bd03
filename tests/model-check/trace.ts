/** The way to a violation, step by step, with the rows that each step changed. */
import { type Found, type Graph, type Model } from './explore.ts';

export interface Step {
  readonly label: string;
  /** What the step changed, as `describe` tells it. */
  readonly changed: readonly string[];
}

export function traceOf(model: Model, { store }: Graph, found: Found): Step[] {
  const path: Uint16Array[] = found.to ? [found.to] : [];
  for (let index = found.from; index >= 0; index = store.parentOf(index)) path.unshift(store.at(index).slice());
  return path.slice(1).flatMap((to, i) => {
    const from = path[i];
    return from ? [{ label: labelOf(model, from, to), changed: changesOf(model, from, to) }] : [];
  });
}

function labelOf(model: Model, from: Uint16Array, to: Uint16Array): string {
  let label = '';
  model.expand(from, (next, _isCalm, _found, say) => {
    if (label === '' && next.every((word, i) => word === to[i])) label = say();
  });
  return label;
}

function changesOf(model: Model, from: Uint16Array, to: Uint16Array): string[] {
  const before = model.describe(from);
  return model.describe(to).filter((line) => !before.includes(line));
}
