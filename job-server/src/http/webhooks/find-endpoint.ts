/** The endpoint of the path, if it is the caller's. */
import { type WebhookEndpoint } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { type Call, param } from '../call.ts';
import { type Reply, problem } from '../reply.ts';

export const findEndpoint = (
  call: Pick<Call, 'tenant' | 'params'>,
  ledger: Pick<Ledger, 'findEndpoint'>,
): Promise<WebhookEndpoint | undefined> => ledger.findEndpoint(call.tenant, param(call as Call, 'id'));

export const noSuchEndpoint = (): Reply => problem('not_found', 'there is no such webhook endpoint');
export const changedMeanwhile = (): Reply =>
  problem('webhook_changed', 'somebody else changed the endpoint in the same moment; look at it and try again');
