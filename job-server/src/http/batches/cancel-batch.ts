/** `POST /v1/batches/{id}/cancel`: no further row is submitted, and every job of it that has not ended is canceled, whatever becomes of this server. */
import { apiBatch, apiBatchId } from '@reelyard/contracts';
import { cancelBatch } from '../../batches/cancel-batch.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchBatch, replyBatch } from './get-batch.ts';

export const cancelBatchEndpoint = endpoint(
  {
    id: 'cancelBatch',
    method: 'post',
    path: '/v1/batches/{id}/cancel',
    summary: 'End a batch: every job of it that has not ended is canceled',
    access: 'render',
    params: { id: apiBatchId },
    replies: { 202: { description: 'It is being canceled, or was', schema: apiBatch } },
  },
  (ports) => async (call) => {
    const batch = await cancelBatch(call.tenant, param(call, 'id'), ports);
    if (batch === undefined) return noSuchBatch();
    ports.wakeBatches();
    return replyBatch(202, batch, ports);
  },
);
