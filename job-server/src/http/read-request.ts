/** The path and the query of a request against its declaration, before its route runs. Costs nothing where nothing is declared. */
import { type ProblemItem } from '@reelyard/contracts';
import { type Request } from 'express';
import { z } from 'zod';
import { type Operation } from './operation.ts';
import { type Reply, problem } from './reply.ts';

export type RequestReading =
  | { readonly kind: 'read'; readonly params: Readonly<Record<string, string>>; readonly query: unknown }
  | { readonly kind: 'refused'; readonly reply: Reply };

type RequestReader = (request: Pick<Request, 'params' | 'url'>) => RequestReading;

const refused = (reply: Reply): RequestReading => ({ kind: 'refused', reply });

export function requestReader({ params = {}, query = {} }: Pick<Operation, 'params' | 'query'>): RequestReader {
  const declared = Object.entries(params);
  const schema = z.strictObject(query);
  const isPlain = Object.keys(query).length === 0;
  return (request) => {
    const isThere = declared.every(([name, wanted]) => wanted.safeParse(request.params[name]).success);
    if (!isThere) return refused(nothingThere());
    const given = request.params as Record<string, string>;
    const at = request.url.indexOf('?');
    if (isPlain && at < 0) return { kind: 'read', params: given, query: {} };
    const parameters = new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
    const parsed = schema.safeParse(Object.fromEntries(parameters));
    const errors = [...listRepeated(parameters), ...(parsed.error?.issues ?? []).flatMap(describeIssue)];
    if (errors.length > 0 || !parsed.success) return refused(wrongQuery(errors));
    return { kind: 'read', params: given, query: parsed.data };
  };
}

export const nothingThere = (): Reply => problem('not_found', 'there is no such thing here');

export function wrongQuery(errors: readonly ProblemItem[]): Reply {
  const detail = errors.map((item) => `${item.pointer.slice(1)} ${item.detail}`).join('; ');
  return problem('invalid_query', detail, { errors });
}

function listRepeated(parameters: URLSearchParams): ProblemItem[] {
  const names = [...parameters.keys()];
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].slice(0, maxErrors).map((name) => wrong(name, 'is given more than once'));
}

/** A query is short, yet it may have thousands of names. */
const maxErrors = 20;
const maxName = 64;

const wrong = (name: string, detail: string): ProblemItem => ({
  pointer: `/${name.slice(0, maxName)}`,
  code: 'invalid_value',
  detail,
});

function describeIssue(issue: z.core.$ZodIssue): ProblemItem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, maxErrors).map((name) => wrong(name, 'is not a parameter'));
  }
  return [wrong(String(issue.path[0] ?? ''), issue.message)];
}
