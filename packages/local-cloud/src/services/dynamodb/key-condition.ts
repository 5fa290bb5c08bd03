/** What a KeyConditionExpression asks for: one value of the hash key and a stretch of the range key. */
import { type AttributeValue } from './attribute.ts';
import { invalid } from './errors.ts';
import { type Comparator, type Condition, type Operand } from './expression/ast.ts';
import { type ExpressionContext } from './expression/context.ts';
import { encodeKey, endOfPrefix } from './key-codec.ts';
import { type KeyAttribute, type KeySchema } from './table.ts';

/** Bounds in sortable form. */
export interface KeyRange {
  pk: string;
  low?: { key: string; isIncluded: boolean };
  high?: { key: string; isIncluded: boolean };
}

type KeyPredicate = Extract<Condition, { kind: 'compare' | 'between' | 'begins-with' }>;

/** @throws ValidationException when the condition is anything but hash equality and one range condition. */
export function readKeyCondition(condition: Condition, schema: KeySchema, context: ExpressionContext): KeyRange {
  const byName = new Map<string, KeyPredicate>();
  for (const part of conjuncts(condition)) {
    const [name, predicate] = keyPredicate(part, context);
    if (byName.has(name))
      throw invalid('Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key');
    byName.set(name, predicate);
  }
  const hash = byName.get(schema.hash.name);
  if (!hash) throw invalid(`Query condition missed key schema element: ${schema.hash.name}`);
  if (hash.kind !== 'compare' || hash.operator !== '=') throw invalid('Query key condition not supported');
  const pk = encoded(hash.right, schema.hash, context);
  byName.delete(schema.hash.name);
  const [rest] = byName;
  if (!rest) return { pk };
  if (!schema.range || rest[0] !== schema.range.name)
    throw invalid(
      schema.range
        ? `Query condition missed key schema element: ${schema.range.name}`
        : 'Query key condition not supported',
    );
  if (byName.size > 1) throw invalid('Conditions can be of length 1 or 2 only');
  return { pk, ...rangeOf(rest[1], schema.range, context) };
}

function conjuncts(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [...conjuncts(condition.left), ...conjuncts(condition.right)];
  return [condition];
}

const mirrored: Record<Comparator, Comparator> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The condition with its key on the left. */
function keyPredicate(condition: Condition, context: ExpressionContext): [string, KeyPredicate] {
  if (condition.kind === 'or' || condition.kind === 'not')
    throw invalid(`Invalid operator used in KeyConditionExpression: ${condition.kind === 'or' ? 'OR' : 'NOT'}`);
  if (condition.kind !== 'compare' && condition.kind !== 'between' && condition.kind !== 'begins-with')
    throw invalid('Invalid operator used in KeyConditionExpression');
  if (condition.kind === 'compare' && condition.left.kind === 'value' && condition.right.kind === 'path') {
    const { left, right, operator } = condition;
    return keyPredicate({ kind: 'compare', operator: mirrored[operator], left: right, right: left }, context);
  }
  const key = condition.kind === 'compare' ? condition.left : condition.value;
  if (key.kind !== 'path' || key.path.length > 1)
    throw invalid(
      'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
    );
  if (condition.kind === 'compare' && condition.operator === '<>')
    throw invalid('Invalid operator used in KeyConditionExpression: <>');
  return [context.name(key.path[0]), condition];
}

function rangeOf(condition: KeyPredicate, key: KeyAttribute, context: ExpressionContext): Omit<KeyRange, 'pk'> {
  switch (condition.kind) {
    case 'compare':
      return comparedRange(condition.operator, encoded(condition.right, key, context));
    case 'between': {
      const [low, high] = [encoded(condition.low, key, context), encoded(condition.high, key, context)];
      if (low > high)
        throw invalid(
          'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound',
        );
      return { low: { key: low, isIncluded: true }, high: { key: high, isIncluded: true } };
    }
    case 'begins-with': {
      if (key.type === 'N') throw typeMismatch();
      const low = encoded(condition.part, key, context);
      const end = endOfPrefix(low);
      return {
        low: { key: low, isIncluded: true },
        ...(end !== undefined && { high: { key: end, isIncluded: false } }),
      };
    }
  }
}

function comparedRange(operator: Comparator, key: string): Omit<KeyRange, 'pk'> {
  const included = { key, isIncluded: true };
  const excluded = { key, isIncluded: false };
  switch (operator) {
    case '=':
      return { low: included, high: included };
    case '<':
      return { high: excluded };
    case '<=':
      return { high: included };
    case '>':
      return { low: excluded };
    case '>=':
      return { low: included };
    case '<>':
      return {};
  }
}

function encoded(operand: Operand, key: KeyAttribute, context: ExpressionContext): string {
  if (operand.kind !== 'value') throw invalid('Invalid KeyConditionExpression: Key conditions compare with a literal');
  const value: AttributeValue = context.value(operand.ref);
  if (value[key.type] === undefined) throw typeMismatch();
  if (value[key.type] === '')
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${key.name}`,
    );
  return encodeKey(value, key.type);
}

function typeMismatch() {
  return invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
}
