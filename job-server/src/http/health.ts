/** `GET /livez`: the process runs. `GET /readyz`: it can accept jobs; a lost queue does not matter for that. */
import { apiHealth, isFarmError } from '@reelyard/contracts';
import { endpoint } from './endpoint.ts';
import { json, problem } from './reply.ts';

export const livez = endpoint(
  {
    id: 'getLiveness',
    method: 'get',
    path: '/livez',
    summary: '200 while the process runs',
    access: 'open',
    isQuiet: true,
    replies: { 200: { description: 'It runs', schema: apiHealth } },
  },
  () => async () => json(200, { status: 'ok' }),
);

export const readyz = endpoint(
  {
    id: 'getReadiness',
    method: 'get',
    path: '/readyz',
    summary: '200 while jobs can be accepted: the ledger answers',
    access: 'open',
    isQuiet: true,
    replies: { 200: { description: 'Jobs can be accepted', schema: apiHealth } },
    problems: ['draining'],
  },
  (ports) => async () => {
    if (ports.isDraining()) return problem('draining', 'this server finishes its requests and ends');
    try {
      await ports.ledger.ping();
      return json(200, { status: 'ok' });
    } catch (error) {
      if (!isFarmError(error)) throw error;
      return problem('dependency_unavailable', 'the ledger does not answer');
    }
  },
);
