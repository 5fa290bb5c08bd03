/** A body by its schema, or the problem with it: every field that is wrong, with its pointer. For bodies that need no other check. */
import { type ProblemItem, toPointer } from '@reelyard/contracts';
import { type z } from 'zod';
import { type ProblemCode } from '../core/problem-table.ts';
import { type Call } from './call.ts';
import { type Reply, problem } from './reply.ts';

export type BodyReading<T> =
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'refused'; readonly reply: Reply };

/** More would help nobody. */
const maxErrors = 100;

export async function readBodyAs<S extends z.ZodType>(
  call: Call,
  schema: S,
  code: ProblemCode,
): Promise<BodyReading<z.output<S>>> {
  const body = await call.readBody();
  if (body.kind === 'refused') return body;
  const parsed = schema.safeParse(body.value);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const errors = parsed.error.issues.flatMap(describeIssue).slice(0, maxErrors);
  const [first] = errors;
  const detail = first === undefined ? 'the body is not valid' : `${first.pointer || 'the body'}: ${first.detail}`;
  return { kind: 'refused', reply: problem(code, detail, { errors }) };
}

function describeIssue(issue: z.core.$ZodIssue): ProblemItem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: toPointer([...issue.path, key]),
      code: 'unknown_field',
      detail: 'is not a field here',
    }));
  }
  const code = issue.code === 'invalid_type' ? 'invalid_type' : 'invalid_value';
  return [{ pointer: toPointer(issue.path), code, detail: issue.message }];
}
