/** `GET /v1/usage`: what the tenant's ended jobs took, from counters that were written as they ended; no job is read. */
import { USAGE_GROUPS, apiUsage } from '@reelyard/contracts';
import { z } from 'zod';
import { sumUsage } from '../core/sum-usage.ts';
import { endpoint } from './endpoint.ts';
import { wordOf } from './query.ts';
import { json, problem } from './reply.ts';

const day = z.iso.date({ error: 'must be a day, as in 2026-01-31' }).describe('A day of UTC');
const dayMs = 86_400_000;
/** Rows of counters that one reply sums at most, and the days that they may be of. */
const most = 20_000;
const mostDays = 366;
const defaultDays = 30;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

export const getUsage = endpoint(
  {
    id: 'getUsage',
    method: 'get',
    path: '/v1/usage',
    summary: 'What your ended jobs took, by day, key or lane',
    access: 'read',
    query: {
      from: day.optional().describe('The first day of UTC; 29 days before `to` unless told'),
      to: day.optional().describe('The last day of UTC; today unless told'),
      groupBy: wordOf(USAGE_GROUPS).default('day'),
    },
    replies: { 200: { description: 'Jobs by the day on which they ended; test and live apart', schema: apiUsage } },
  },
  ({ ledger, clock }) =>
    async (call) => {
      const { to = dayOf(clock.now()), groupBy } = call.query;
      const { from = dayOf(Date.parse(to) - (defaultDays - 1) * dayMs) } = call.query;
      const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
      if (days < 1 || days > mostDays) return wrong(`lies not between one day and ${mostDays} days before to`);
      const rows = await ledger.listUsage(call.tenant, from, to, most);
      if (rows.length === most) return wrong('is too far back for so many keys: ask for fewer days');
      return json(200, { from, to, groupBy, usage: sumUsage(rows, groupBy) });
    },
);

const wrong = (detail: string) =>
  problem('invalid_query', `from ${detail}`, { errors: [{ pointer: '/from', code: 'invalid_value', detail }] });
