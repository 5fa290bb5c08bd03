/** Every error of the API: RFC 9457 with a stable `code`. */
import { z } from 'zod';
import { apiSchemas } from './registry.ts';

export const apiProblemItem = z
  .object({
    pointer: z.string().describe('RFC 6901 pointer into the body, or `/` and the name of a query parameter'),
    code: z.string(),
    detail: z.string(),
    row: z.int().min(1).describe('Of a batch; the pointer is into the submit that the row makes').optional(),
    line: z.int().min(1).describe('Of the CSV or NDJSON that was sent').optional(),
  })
  .register(apiSchemas, { id: 'ProblemItem' });

export const apiProblem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; what programs decide on'),
    detail: z.string().describe('For people'),
    errors: z.array(apiProblemItem).optional(),
    retryable: z.boolean().describe('The same request may succeed later'),
    requestId: z.string(),
  })
  .register(apiSchemas, { id: 'Problem' });

export const apiHealth = z.object({ status: z.literal('ok') }).register(apiSchemas, { id: 'Health' });
