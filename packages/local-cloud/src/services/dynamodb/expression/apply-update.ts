/**
 * Applies an update expression. All right-hand sides are computed from the item as it was; then the changes are made.
 * Invariant: the result shares no mutable value with the old item or with the request.
 */
import { type AttributeValue, type Item, ownValue, setValue, typeOf } from '../attribute.ts';
import { invalid } from '../errors.ts';
import { addNumbers } from '../number.ts';
import { type Path, type SetValue, type Update } from './ast.ts';
import { type ExpressionContext } from './context.ts';
import { operandValue, valueAt } from './evaluate.ts';

/** @param old is left as it is. @returns the new item. */
export function applyUpdate(update: Update, old: Item, context: ExpressionContext): Item {
  const item = copyOf({ M: old }).M ?? {};
  const sets = update.set.map(({ path, value }) => ({
    path: context.resolve(path),
    value: copyOf(setValueOf(value, old, context)),
  }));
  const adds = update.add.map(({ path, ref }) => ({
    path: context.resolve(path),
    value: added(valueAt(old, path, context), context.value(ref)),
  }));
  const deletes = update.delete.map(({ path, ref }) => ({
    path: context.resolve(path),
    value: without(valueAt(old, path, context), context.value(ref)),
  }));
  for (const { path, value } of sets) assign(item, path, value);
  for (const { path, value } of adds) assign(item, path, value);
  for (const { path, value } of deletes) {
    if (value === 'gone') remove(item, path);
    else if (value !== undefined) assign(item, path, value);
  }
  // Positions refer to the list as it was: take the highest first.
  const removals = update.remove.map((path) => context.resolve(path)).sort(byLastPositionDescending);
  for (const path of removals) remove(item, path);
  return item;
}

/** All paths that an update touches, resolved. */
export function updatedPaths(update: Update, context: ExpressionContext): Path[] {
  const paths = [...update.set, ...update.add, ...update.delete].map(({ path }) => path);
  return [...paths, ...update.remove].map((path) => context.resolve(path));
}

/** @throws ValidationException when one path lies on or above another. */
export function refuseOverlap(paths: readonly Path[]): void {
  if (paths.length < 2) return;
  for (const [at, one] of paths.entries())
    for (const two of paths.slice(at + 1)) {
      if (one[0] !== two[0]) continue;
      const shared = Math.min(one.length, two.length);
      const differsAt = one.slice(0, shared).findIndex((element, depth) => element !== two[depth]);
      if (differsAt < 0) throw invalid(clash('overlap', 'remove or rewrite', one, two));
      if (typeof one[differsAt] !== typeof two[differsAt])
        throw invalid(clash('conflict', 'remove or rewrite', one, two));
    }
}

function clash(verb: string, remedy: string, one: Path, two: Path): string {
  return `Invalid UpdateExpression: Two document paths ${verb} with each other; must ${remedy} one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`;
}

function pathText(path: Path): string {
  return `[${path.map((element) => (typeof element === 'number' ? `[${element}]` : element)).join(', ')}]`;
}

function setValueOf(value: SetValue, item: Item, context: ExpressionContext): AttributeValue {
  switch (value.kind) {
    case 'if-not-exists':
      return valueAt(item, value.path, context) ?? setValueOf(value.otherwise, item, context);
    case 'list-append': {
      const first = setValueOf(value.first, item, context).L;
      const second = setValueOf(value.second, item, context).L;
      if (!first || !second) throw wrongType();
      return { L: [...first, ...second] };
    }
    case 'plus':
    case 'minus': {
      const left = setValueOf(value.left, item, context).N;
      const right = setValueOf(value.right, item, context).N;
      if (left === undefined || right === undefined) throw wrongType();
      return { N: addNumbers(left, right, value.kind === 'plus' ? 1 : -1) };
    }
    default: {
      const found = operandValue(value, item, context);
      if (!found) throw invalid('The provided expression refers to an attribute that does not exist in the item');
      return found;
    }
  }
}

function wrongType() {
  return invalid('An operand in the update expression has an incorrect data type');
}

function added(old: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  const type = typeOf(value);
  if (old === undefined) return copyOf(value);
  if (typeOf(old) !== type) throw wrongType();
  if (type === 'N') return { N: addNumbers(old.N ?? '0', value.N ?? '0', 1) };
  const setType = type as 'SS' | 'NS' | 'BS';
  return { [setType]: [...new Set([...(old[setType] ?? []), ...(value[setType] ?? [])])] };
}

/** @returns undefined when there was nothing, `gone` when the set would be empty. */
function without(old: AttributeValue | undefined, value: AttributeValue): AttributeValue | 'gone' | undefined {
  if (old === undefined) return undefined;
  const type = typeOf(value) as 'SS' | 'NS' | 'BS';
  if (typeOf(old) !== type) throw wrongType();
  const taken = new Set(value[type]);
  const rest = (old[type] ?? []).filter((element) => !taken.has(element));
  return rest.length === 0 ? 'gone' : { [type]: rest };
}

function assign(item: Item, path: Path, value: AttributeValue): void {
  const last = path[path.length - 1];
  if (path.length === 1) return setValue(item, path[0], value);
  const parent = parentOf(item, path);
  if (typeof last === 'number' && parent?.L) parent.L[Math.min(last, parent.L.length)] = value;
  else if (typeof last === 'string' && parent?.M) setValue(parent.M, last, value);
  else throw invalid(badPath);
}

const badPath = 'The document path provided in the update expression is invalid for update';

function remove(item: Item, path: Path): void {
  const last = path[path.length - 1];
  if (path.length === 1) {
    Reflect.deleteProperty(item, path[0]);
    return;
  }
  const parent = parentOf(item, path);
  if (typeof last === 'number' && parent?.L) {
    if (last < parent.L.length) parent.L.splice(last, 1);
  } else if (typeof last === 'string' && parent?.M) Reflect.deleteProperty(parent.M, last);
  else throw invalid(badPath);
}

function parentOf(item: Item, path: Path): AttributeValue | undefined {
  let value = ownValue(item, path[0]);
  for (const element of path.slice(1, -1))
    value = typeof element === 'number' ? value?.L?.[element] : value?.M && ownValue(value.M, String(element));
  return value;
}

function byLastPositionDescending(one: Path, two: Path): number {
  const [a, b] = [one[one.length - 1], two[two.length - 1]];
  return typeof a === 'number' && typeof b === 'number' ? b - a : 0;
}

function copyOf(value: AttributeValue): AttributeValue {
  if (value.M) {
    const copy: Item = {};
    for (const name of Object.keys(value.M)) setValue(copy, name, copyOf(value.M[name] as AttributeValue));
    return { M: copy };
  }
  if (value.L) return { L: value.L.map(copyOf) };
  return value;
}
