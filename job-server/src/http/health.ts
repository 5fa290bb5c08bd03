/** `GET /livez`: the process runs. `GET /readyz`: it can accept jobs; a lost queue does not matter for that. */
import { isFarmError } from '@reelyard/contracts';
import { type JobStore } from '../ports.ts';
import { type Route } from './call.ts';
import { json, problem } from './reply.ts';

export function livez(): Route {
  return async () => json(200, { status: 'ok' });
}

export function readyz(ledger: Pick<JobStore, 'ping'>, isDraining: () => boolean): Route {
  return async () => {
    if (isDraining()) return problem('draining', 'this server finishes its requests and ends');
    try {
      await ledger.ping();
      return json(200, { status: 'ok' });
    } catch (error) {
      if (!isFarmError(error)) throw error;
      return problem('dependency_unavailable', 'the ledger does not answer');
    }
  };
}
