/** Planned changes to DynamoDB's expressions. Every name is aliased, because half of our words are reserved there (`state`, `owner`, `name`). */
import { type AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Change, type Effect, type Guard, type Operand } from '../protocol/change.ts';
import { type Attributes, encodeField, encodeItem, encodeKey } from './encode.ts';

/** Names and values of one request's expressions. */
class Aliases {
  readonly names: Record<string, string> = {};
  readonly values: Attributes = {};
  readonly #aliases = new Map<string, string>();
  #count = 0;

  path(field: string): string {
    return field
      .split('.')
      .map((part) => this.#name(part))
      .join('.');
  }

  value(value: AttributeValue): string {
    const alias = `:v${this.#count++}`;
    this.values[alias] = value;
    return alias;
  }

  #name(part: string): string {
    const known = this.#aliases.get(part);
    if (known) return known;
    const alias = `#n${this.#aliases.size}`;
    this.#aliases.set(part, alias);
    this.names[alias] = part;
    return alias;
  }
}

const COMPARATORS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function compileGuard(guard: Guard, aliases: Aliases): string {
  if (guard.op === 'any') return `(${guard.of.map((each) => compileGuard(each, aliases)).join(' OR ')})`;
  const path = aliases.path(guard.field);
  const operand = (value: Operand): string => compileOperand(guard.field, value, aliases);
  switch (guard.op) {
    case 'absent':
      return `attribute_not_exists(${path})`;
    case 'exists':
      return `attribute_exists(${path})`;
    case 'in':
      return `${path} IN (${guard.values.map(operand).join(', ')})`;
    case 'contains':
      return `contains(${path}, ${operand(guard.value)})`;
    case 'lacks':
      return `(NOT contains(${path}, ${operand(guard.value)}))`;
    default:
      return `${path} ${COMPARATORS[guard.op]} ${operand(guard.value)}`;
  }
}

function compileOperand(field: string, operand: Operand, aliases: Aliases): string {
  if (operand.kind === 'field') return aliases.path(operand.name);
  if (operand.kind === 'param') throw new TypeError(`parameter ${operand.name} is open`);
  return aliases.value(encodeField(field, operand.value));
}

function compileEffects(effects: readonly Effect[], aliases: Aliases): string {
  const sets: string[] = [];
  const removes: string[] = [];
  for (const effect of effects) {
    const path = aliases.path(effect.field);
    if (effect.op === 'remove') removes.push(path);
    else sets.push(`${path} = ${compileValue(effect, path, aliases)}`);
  }
  const set = sets.length > 0 ? `SET ${sets.join(', ')}` : '';
  const remove = removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '';
  return `${set} ${remove}`.trim();
}

function compileValue(effect: Exclude<Effect, { op: 'remove' }>, path: string, aliases: Aliases): string {
  if (effect.op === 'append') {
    const value = effect.value.kind === 'const' ? effect.value.value : undefined;
    return `list_append(${path}, ${aliases.value(encodeField(effect.field, [value]))})`;
  }
  const value = compileOperand(effect.field, effect.value, aliases);
  return effect.op === 'add' ? `${path} + ${value}` : value;
}

export interface Condition {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Attributes;
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
}

/** A request without its table: what single calls and members of a transaction have in common. */
export type Request =
  | { kind: 'check'; Key: Attributes; condition: Condition }
  | { kind: 'delete'; Key: Attributes; condition: Condition }
  | { kind: 'put'; Item: Attributes; condition: Condition }
  | { kind: 'update'; Key: Attributes; UpdateExpression: string; condition: Condition };

export function compile(change: Change): Request {
  const aliases = new Aliases();
  const guards = change.guards.map((guard) => compileGuard(guard, aliases)).join(' AND ');
  const UpdateExpression = change.kind === 'update' ? compileEffects(change.effects, aliases) : '';
  const condition = conditionOf(guards, aliases);
  if (change.kind === 'put') return { kind: 'put', Item: encodeItem(change.item), condition };
  const Key = encodeKey(change.key);
  return change.kind === 'update'
    ? { kind: 'update', Key, UpdateExpression, condition }
    : { kind: change.kind, Key, condition };
}

function conditionOf(guards: string, { names, values }: Aliases): Condition {
  const condition: Condition = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
  if (guards !== '') condition.ConditionExpression = guards;
  // Empty maps are refused.
  if (Object.keys(names).length > 0) condition.ExpressionAttributeNames = names;
  if (Object.keys(values).length > 0) condition.ExpressionAttributeValues = values;
  return condition;
}
