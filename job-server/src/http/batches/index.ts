/** The endpoints of batches, in the order of the docs. */
import { type Endpoint } from '../endpoint.ts';
import { cancelBatchEndpoint } from './cancel-batch.ts';
import { getBatch } from './get-batch.ts';
import { getResults } from './get-results.ts';
import { listBatches } from './list-batches.ts';
import { postBatch } from './post-batch.ts';

export const batchEndpoints: readonly Endpoint[] = [postBatch, listBatches, getBatch, getResults, cancelBatchEndpoint];
