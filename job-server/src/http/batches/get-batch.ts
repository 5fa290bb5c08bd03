/** `GET /v1/batches/{id}`: its register, and how many of its jobs are in each state. */
import { type Batch, apiBatch, apiBatchId } from '@reelyard/contracts';
import { type BatchPorts } from '../../batches/ports.ts';
import { isOver, tallyBatch } from '../../batches/tally-batch.ts';
import { viewBatch, viewSums } from '../../core/batches/view-batch.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { type Reply, json, problem } from '../reply.ts';

export const noSuchBatch = (): Reply => problem('not_found', 'there is no such batch');

export async function replyBatch(
  status: number,
  batch: Batch,
  ports: Pick<BatchPorts, 'ledger' | 'clock'>,
): Promise<Reply> {
  const sums = await tallyBatch(batch, ports);
  return json(status, { ...viewBatch(batch), ...viewSums(sums, isOver(batch, sums)) });
}

export const getBatch = endpoint(
  {
    id: 'getBatch',
    method: 'get',
    path: '/v1/batches/{id}',
    summary: 'A batch: what became of its rows, counted',
    access: 'read',
    params: { id: apiBatchId },
    replies: { 200: { description: 'The batch', schema: apiBatch } },
  },
  (ports) => async (call) => {
    const batch = await ports.ledger.findBatch(call.tenant, param(call, 'id'));
    return batch === undefined ? noSuchBatch() : replyBatch(200, batch, ports);
  },
);
