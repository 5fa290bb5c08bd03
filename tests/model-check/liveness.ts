/**
 * L1 and L3: once the faults stop, whatever the order of the calm steps, every job ends and every index, queue and hand is empty. Two things are
 * enough: the calm steps have no cycle, and where no calm step is left the farm is at rest.
 */
import { type Found, type Graph, type Model } from './explore.ts';

const [NEW, OPEN, CLOSED] = [0, 1, 2];

export function findUnrest(model: Model, graph: Graph): Found | undefined {
  // States are numbered breadth first: the first of them has a shortest trace.
  for (let index = 0; index < graph.store.size; index += 1) {
    if (stepsOf(graph, index) === 0 && !model.isAtRest(graph.store.at(index)))
      return { what: 'L1 nothing is enabled any more, and the farm is not at rest', from: index };
  }
  const cycle = findCycle(graph);
  return cycle === undefined ? undefined : { what: 'L1 a farm without faults can go round for ever', from: cycle };
}

const stepsOf = ({ starts }: Graph, index: number): number => starts.at(index + 1) - starts.at(index);

function findCycle(graph: Graph): number | undefined {
  const colors = new Uint8Array(graph.store.size);
  const at = new Int32Array(graph.store.size);
  for (let root = 0; root < graph.store.size; root += 1) {
    if (colors[root] !== NEW) continue;
    const cycle = walk(graph, root, colors, at);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Depth first, without recursion: paths are as long as the graph is deep. */
function walk(graph: Graph, root: number, colors: Uint8Array, at: Int32Array): number | undefined {
  const path = [root];
  colors[root] = OPEN;
  for (let top = root; path.length > 0; top = path[path.length - 1] ?? root) {
    const step = at[top] ?? 0;
    if (step === stepsOf(graph, top)) {
      colors[top] = CLOSED;
      path.pop();
      continue;
    }
    at[top] = step + 1;
    const next = graph.calm.at(graph.starts.at(top) + step);
    if (colors[next] === OPEN) return next;
    if (colors[next] !== NEW) continue;
    colors[next] = OPEN;
    path.push(next);
  }
  return undefined;
}
