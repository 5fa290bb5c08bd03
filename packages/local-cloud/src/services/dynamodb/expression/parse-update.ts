/**
 * Update and projection expressions.
 *   update → (SET path = value, … | REMOVE path, … | ADD path :value, … | DELETE path :value, …)+, each clause once
 *   value → term ((+ | -) term)? · term → operand | if_not_exists ( path , value ) | list_append ( value , value )
 */
import { invalid } from '../errors.ts';
import { type Parsed, type Path, type SetValue, type Update } from './ast.ts';
import { parseOperand } from './parse-condition.ts';
import { TokenReader } from './token-reader.ts';

const clauses = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Clause = (typeof clauses)[number];

export function parseProjection(text: string, label: string): Parsed<Path[]> {
  const reader = new TokenReader(text, label);
  const paths = [reader.path()];
  while (reader.skip(',')) paths.push(reader.path());
  return reader.finish(paths);
}

export function parseUpdate(text: string, label: string): Parsed<Update> {
  const reader = new TokenReader(text, label);
  const update: Update = { set: [], remove: [], add: [], delete: [] };
  const seen = new Set<Clause>();
  do {
    const clause = clauses.find((word) => reader.isKeyword(word));
    if (!clause) throw reader.unexpected();
    if (seen.has(clause))
      throw invalid(`Invalid ${label}: The "${clause}" section can only be used once in an update expression;`);
    seen.add(clause);
    reader.take();
    do parseAction(reader, clause, update);
    while (reader.skip(','));
  } while (reader.next.kind !== 'end');
  return reader.finish(update);
}

function parseAction(reader: TokenReader, clause: Clause, update: Update): void {
  const path = reader.path();
  switch (clause) {
    case 'SET':
      reader.expect('=');
      update.set.push({ path, value: parseValue(reader) });
      return;
    case 'REMOVE':
      update.remove.push(path);
      return;
    case 'ADD': {
      const ref = reader.value();
      reader.typeRules.push({ ref, operator: 'ADD', allowed: ['N', 'SS', 'NS', 'BS'] });
      update.add.push({ path, ref });
      return;
    }
    case 'DELETE': {
      const ref = reader.value();
      reader.typeRules.push({ ref, operator: 'DELETE', allowed: ['SS', 'NS', 'BS'] });
      update.delete.push({ path, ref });
      return;
    }
  }
}

function parseValue(reader: TokenReader): SetValue {
  const left = parseTerm(reader);
  const operator = reader.skip('+') ? 'plus' : reader.skip('-') ? 'minus' : undefined;
  if (!operator) return left;
  const right = parseTerm(reader);
  for (const side of [left, right])
    if (side.kind === 'value')
      reader.typeRules.push({ ref: side.ref, operator: operator === 'plus' ? '+' : '-', allowed: ['N'] });
  return { kind: operator, left, right };
}

function parseTerm(reader: TokenReader): SetValue {
  if (reader.next.kind === 'symbol' && reader.skip('(')) {
    const inner = parseValue(reader);
    reader.expect(')');
    return inner;
  }
  if (reader.next.kind !== 'identifier' || reader.afterNext.text !== '(') return parseOperand(reader);
  const name = reader.take().text;
  reader.expect('(');
  const value = parseFunction(reader, name);
  reader.expect(')');
  return value;
}

function parseFunction(reader: TokenReader, name: string): SetValue {
  if (name === 'if_not_exists') {
    const path = reader.path();
    reader.expect(',');
    return { kind: 'if-not-exists', path, otherwise: parseValue(reader) };
  }
  if (name !== 'list_append') throw invalid(`Invalid ${reader.label}: Invalid function name; function: ${name}`);
  const first = parseValue(reader);
  reader.expect(',');
  const second = parseValue(reader);
  for (const side of [first, second])
    if (side.kind === 'value') reader.typeRules.push({ ref: side.ref, operator: name, allowed: ['L'] });
  return { kind: 'list-append', first, second };
}
