/** `GET /openapi.json`: the API as it describes itself. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const getDocument = endpoint(
  {
    id: 'getOpenApi',
    method: 'get',
    path: '/openapi.json',
    summary: 'This API as an OpenAPI 3.1 document',
    access: 'open',
    isQuiet: true,
    replies: { 200: { description: 'The document', schema: z.looseObject({ openapi: z.string() }) } },
  },
  (ports) => async () => ({
    status: 200,
    body: ports.describe(),
    headers: { 'cache-control': 'public, max-age=300' },
  }),
);
