/** The part of an item that a projection names. Paths into the same map or list come back merged, list gaps closed. */
import { type AttributeValue, type Item, ownValue, setValue } from '../attribute.ts';
import { type Path } from './ast.ts';

/** @param paths resolved. */
export function project(item: Item, paths: readonly Path[]): Item {
  const tree = new Node();
  for (const path of paths) tree.add(path, 0);
  return pickMap(item, tree);
}

class Node {
  isWhole = false;
  readonly children = new Map<string | number, Node>();

  add(path: Path, depth: number): void {
    const element = path[depth];
    if (element === undefined) {
      this.isWhole = true;
      return;
    }
    let child = this.children.get(element);
    if (!child) this.children.set(element, (child = new Node()));
    child.add(path, depth + 1);
  }
}

function pick(value: AttributeValue, node: Node): AttributeValue | undefined {
  if (node.isWhole) return value;
  if (value.M) {
    const part = pickMap(value.M, node);
    return Object.keys(part).length > 0 ? { M: part } : undefined;
  }
  if (!value.L) return undefined;
  const positions = [...node.children.keys()].filter((key) => typeof key === 'number').sort((a, b) => a - b);
  const parts: AttributeValue[] = [];
  for (const position of positions) {
    const [element, child] = [value.L[position], node.children.get(position)];
    const part = element && child && pick(element, child);
    if (part) parts.push(part);
  }
  return parts.length > 0 ? { L: parts } : undefined;
}

function pickMap(map: Item, node: Node): Item {
  const result: Item = {};
  for (const [name, child] of node.children) {
    const value = typeof name === 'string' ? ownValue(map, name) : undefined;
    const part = value && pick(value, child);
    if (part && typeof name === 'string') setValue(result, name, part);
  }
  return result;
}
