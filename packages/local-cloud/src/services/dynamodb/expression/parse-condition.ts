/**
 * Condition, filter and key condition expressions, by recursive descent:
 *   or → and (OR and)* · and → not (AND not)* · not → NOT not | primary
 *   primary → ( or ) | function | operand (comparator operand | BETWEEN operand AND operand | IN ( operand, … ))
 */
import { type AttributeType } from '../attribute.ts';
import { invalid } from '../errors.ts';
import { type Comparator, type Condition, type Operand, type Parsed } from './ast.ts';
import { TokenReader } from './token-reader.ts';

const comparators = new Set(['=', '<>', '<', '<=', '>', '>=']);
const ordered: readonly AttributeType[] = ['S', 'N', 'B'];
/** Figure of the AWS documentation: at most so many operands of IN. */
const maxCandidates = 100;

export function parseCondition(text: string, label: string): Parsed<Condition> {
  const reader = new TokenReader(text, label);
  return reader.finish(parseOr(reader));
}

function parseOr(reader: TokenReader): Condition {
  let left = parseAnd(reader);
  while (reader.skipKeyword('OR')) left = { kind: 'or', left, right: parseAnd(reader) };
  return left;
}

function parseAnd(reader: TokenReader): Condition {
  let left = parseNot(reader);
  while (reader.skipKeyword('AND')) left = { kind: 'and', left, right: parseNot(reader) };
  return left;
}

function parseNot(reader: TokenReader): Condition {
  if (reader.skipKeyword('NOT')) return { kind: 'not', of: parseNot(reader) };
  if (reader.skip('(')) {
    const inner = parseOr(reader);
    reader.expect(')');
    return inner;
  }
  return parseFunction(reader) ?? parseComparison(reader);
}

/** A function that is a condition by itself; `size` is not. Function names are lower case. */
function parseFunction(reader: TokenReader): Condition | undefined {
  if (reader.next.kind !== 'identifier' || reader.afterNext.text !== '(' || reader.next.text === 'size')
    return undefined;
  const name = reader.take().text;
  reader.expect('(');
  const condition = parseArguments(reader, name);
  reader.expect(')');
  return condition;
}

function parseArguments(reader: TokenReader, name: string): Condition {
  switch (name) {
    case 'attribute_exists':
      return { kind: 'exists', path: reader.path() };
    case 'attribute_not_exists':
      return { kind: 'not-exists', path: reader.path() };
    case 'attribute_type': {
      const path = reader.path();
      reader.expect(',');
      return { kind: 'is-type', path, type: restricted(reader, parseOperand(reader), name, ['S']) };
    }
    case 'begins_with':
    case 'contains': {
      const value = parseOperand(reader);
      reader.expect(',');
      const part = parseOperand(reader);
      if (name === 'contains') return { kind: 'contains', value, part };
      restricted(reader, value, name, ['S', 'B']);
      return { kind: 'begins-with', value, part: restricted(reader, part, name, ['S', 'B']) };
    }
    default:
      throw invalid(`Invalid ${reader.label}: Invalid function name; function: ${name}`);
  }
}

function parseComparison(reader: TokenReader): Condition {
  const left = parseOperand(reader);
  if (reader.skipKeyword('BETWEEN')) {
    const low = restricted(reader, parseOperand(reader), 'BETWEEN', ordered);
    if (!reader.skipKeyword('AND')) throw reader.unexpected();
    return { kind: 'between', value: left, low, high: restricted(reader, parseOperand(reader), 'BETWEEN', ordered) };
  }
  if (reader.skipKeyword('IN')) return { kind: 'in', value: left, candidates: parseCandidates(reader) };
  const { text, kind } = reader.next;
  if (kind !== 'symbol' || !comparators.has(text)) throw reader.unexpected();
  reader.take();
  const right = parseOperand(reader);
  if (text !== '=' && text !== '<>') {
    restricted(reader, left, text, ordered);
    restricted(reader, right, text, ordered);
  }
  return { kind: 'compare', operator: text as Comparator, left, right };
}

function parseCandidates(reader: TokenReader): Operand[] {
  reader.expect('(');
  const candidates = [parseOperand(reader)];
  while (reader.skip(',')) candidates.push(parseOperand(reader));
  reader.expect(')');
  if (candidates.length > maxCandidates)
    throw invalid(
      `Invalid ${reader.label}: The IN operator is provided with too many operands; number of operands: ${candidates.length}`,
    );
  return candidates;
}

export function parseOperand(reader: TokenReader): Operand {
  if (reader.next.kind === 'value') return { kind: 'value', ref: reader.value() };
  if (reader.next.text === 'size' && reader.afterNext.text === '(') {
    reader.take();
    reader.expect('(');
    const of = parseOperand(reader);
    reader.expect(')');
    return { kind: 'size', of };
  }
  return { kind: 'path', path: reader.path() };
}

function restricted(
  reader: TokenReader,
  operand: Operand,
  operator: string,
  allowed: readonly AttributeType[],
): Operand {
  if (operand.kind === 'value') reader.typeRules.push({ ref: operand.ref, operator, allowed });
  return operand;
}
