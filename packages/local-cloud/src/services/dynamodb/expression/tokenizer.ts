/** Cuts an expression into tokens. Keywords are identifiers here; the parser tells them apart, in any letter case. */
import { invalid } from '../errors.ts';

export type TokenKind = 'identifier' | 'name' | 'value' | 'integer' | 'symbol' | 'end';

export interface Token {
  kind: TokenKind;
  text: string;
}

const pattern =
  /\s*(?:([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>+\-,.()[\]])|(\S))/y;

/** @param label what the expression is called in error messages, such as `ConditionExpression`. */
export function tokenize(text: string, label: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, identifier, name, value, integer, symbol, other] = match;
    if (other !== undefined) throw syntaxError(label, other, text);
    if (identifier !== undefined) tokens.push({ kind: 'identifier', text: identifier });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (value !== undefined) tokens.push({ kind: 'value', text: value });
    else if (integer !== undefined) tokens.push({ kind: 'integer', text: integer });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
  }
  if (tokens.length === 0) throw invalid(`Invalid ${label}: The expression can not be empty;`);
  return tokens;
}

export function syntaxError(label: string, token: string, near: string) {
  return invalid(`Invalid ${label}: Syntax error; token: "${token}", near: "${near}"`);
}
