/** `GET /v1/jobs`: newest first, page by page. */
import { without } from '../core/without.ts';
import { JOB_STATES, LANES, apiBatchId, apiJobPage, apiTemplateId } from '@reelyard/contracts';
import { type JobFilter } from '@reelyard/ledger';
import { z } from 'zod';
import { apiLimits } from '../core/api-limits.ts';
import { viewJob } from '../core/view-job.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { type QueryOf, endpoint } from './endpoint.ts';
import { instant, wholeNumber, wordOf, wordsOf } from './query.ts';
import { wrongQuery } from './read-request.ts';
import { json } from './reply.ts';

const query = {
  limit: wholeNumber(1, apiLimits.pageSize).default(20),
  state: wordsOf(JOB_STATES).optional(),
  lane: wordOf(LANES).optional(),
  batch: apiBatchId.describe('Jobs of this batch, in the order of its rows').optional(),
  template: apiTemplateId.describe('Jobs made of this template').optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
  metadata: z
    .string()
    .regex(/^[^:]{1,64}:[^]{0,512}$/, { error: 'must be <name>:<value>' })
    .describe('`<name>:<value>`: jobs with this very pair')
    .optional(),
  cursor: z.string().describe('Of the page before, with the same filters').optional(),
};

export const listJobs = endpoint(
  {
    id: 'listJobs',
    method: 'get',
    path: '/v1/jobs',
    summary: 'Jobs, newest first, page by page',
    access: 'read',
    query,
    replies: { 200: { description: 'A page', schema: apiJobPage } },
  },
  ({ ledger }) =>
    async (call) => {
      const filter = filterOf(call.tenant, call.query);
      const scope = scopeOf(filter);
      const cursor = call.query.cursor === undefined ? undefined : openCursor(call.query.cursor, scope);
      if (cursor === undefined && call.query.cursor !== undefined) {
        return wrongQuery([{ pointer: '/cursor', code: 'invalid_value', detail: 'is not a cursor of this list' }]);
      }
      const page = await ledger.listJobs({ ...filter, ...(cursor === undefined ? {} : { cursor }) });
      const next = page.cursor === undefined ? {} : { cursor: sealCursor(page.cursor, scope) };
      return json(200, { jobs: page.items.map(viewJob), ...next });
    },
);

function filterOf(tenant: string, given: QueryOf<typeof query>): JobFilter {
  const { limit, state, lane, batch, template, createdFrom, createdTo, metadata } = given;
  return {
    tenant,
    limit,
    ...(state === undefined ? {} : { states: state }),
    ...(lane === undefined ? {} : { lane }),
    ...(batch === undefined ? {} : { batch }),
    ...(template === undefined ? {} : { template }),
    ...(createdFrom === undefined ? {} : { createdFrom: Date.parse(createdFrom) }),
    ...(createdTo === undefined ? {} : { createdTo: Date.parse(createdTo) }),
    ...(metadata === undefined ? {} : { metadata: pairOf(metadata) }),
  };
}

const pairOf = (text: string): { name: string; value: string } => {
  const at = text.indexOf(':');
  return { name: text.slice(0, at), value: text.slice(at + 1) };
};

/** A cursor belongs to one list: the same tenant and filters. */
const scopeOf = (filter: JobFilter): string =>
  JSON.stringify(Object.entries(without(filter, 'limit', 'cursor')).sort(([a], [b]) => (a < b ? -1 : 1)));
