/** A cell of a table as a value of the type that the template declares. Total: a text is a value of the type or it is told why not. */
import { type VariableDeclaration, absurd } from '@reelyard/contracts';
import { apiLimits } from '../api-limits.ts';
import { findForbiddenName } from '../find-forbidden-name.ts';
import { exceedsDepth } from '../scan-depth.ts';

export type TypedCell =
  { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'wrong'; readonly detail: string };

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const valueOf = (value: unknown): TypedCell => ({ kind: 'value', value });
const wrong = (text: string, wanted: string): TypedCell => ({
  kind: 'wrong',
  detail: `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}" is not ${wanted}`,
});

export function typeCell(text: string, type: VariableDeclaration['type']): TypedCell {
  const bare = text.trim();
  switch (type) {
    case 'string':
      return valueOf(text);
    case 'number':
      return numeric.test(bare) ? valueOf(Number(bare)) : wrong(text, 'a number');
    case 'integer':
      return numeric.test(bare) && Number.isInteger(Number(bare)) ? valueOf(Number(bare)) : wrong(text, 'an integer');
    case 'boolean':
      return /^(?:true|false)$/i.test(bare) ? valueOf(/^true$/i.test(bare)) : wrong(text, 'true or false');
    case 'array':
    case 'object':
      return parse(text, type);
    default:
      return absurd(type);
  }
}

function parse(text: string, type: 'array' | 'object'): TypedCell {
  if (exceedsDepth(text, apiLimits.bodyDepth)) {
    return { kind: 'wrong', detail: `is nested deeper than ${apiLimits.bodyDepth} levels` };
  }
  const wanted = `JSON of ${type === 'array' ? 'an array' : 'an object'}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong(text, wanted);
  }
  const isRight = type === 'array' ? Array.isArray(value) : typeof value === 'object' && !Array.isArray(value);
  if (!isRight || value === null) return wrong(text, wanted);
  const forbidden = findForbiddenName(text, value);
  if (forbidden === undefined) return valueOf(value);
  return { kind: 'wrong', detail: `its ${forbidden.pointer} ${forbidden.detail}` };
}
