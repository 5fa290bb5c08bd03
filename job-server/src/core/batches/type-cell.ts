/** A cell of a table as a value of the type that the template declares. Total: a text is a value of the type or it is told why not. */
import { type VariableDeclaration, absurd } from '@reelyard/contracts';

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
  const wanted = `JSON of ${type === 'array' ? 'an array' : 'an object'}`;
  try {
    const value: unknown = JSON.parse(text);
    const isRight = type === 'array' ? Array.isArray(value) : typeof value === 'object' && !Array.isArray(value);
    return isRight && value !== null ? valueOf(value) : wrong(text, wanted);
  } catch {
    return wrong(text, wanted);
  }
}
