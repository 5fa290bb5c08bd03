/** The JSON Schema of what a submit may send as `variables`: the declarations of a composition are a part of JSON Schema already. */
import { type VariableDeclarations } from '@reelyard/contracts';

export function variablesSchema(declarations: VariableDeclarations): Record<string, unknown> {
  const required = Object.entries(declarations)
    .filter(([, { default: value }]) => value === undefined)
    .map(([name]) => name);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: declarations,
    required,
    additionalProperties: false,
  };
}
