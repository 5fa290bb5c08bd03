/** Typed variables: the part of JSON Schema that a template needs, without patterns (their cost is the sender's to choose). */
import { z } from 'zod';

export const jsonValue = z.json();
export type JsonValue = z.output<typeof jsonValue>;

export const variableDeclaration = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
  title: z.string().max(256).optional(),
  description: z.string().max(1_024).optional(),
  default: jsonValue.optional(),
  enum: z.array(jsonValue).min(1).max(256).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(0).optional(),
  minItems: z.int().min(0).optional(),
  maxItems: z.int().min(0).optional(),
});

export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/, { error: 'is not a variable name' });

export const variableDeclarations = z.record(variableName, variableDeclaration);

export type VariableDeclaration = z.output<typeof variableDeclaration>;
export type VariableDeclarations = z.output<typeof variableDeclarations>;
