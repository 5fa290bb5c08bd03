/** `GET /v1/batches/{id}/results`: the manifest as CSV or NDJSON, streamed. */
import { apiBatchId } from '@reelyard/contracts';
import { z } from 'zod';
import { type ManifestFormat, writeManifest } from '../../batches/manifest.ts';
import { record } from '../../log-events.ts';
import { type Call, param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { wordOf } from '../query.ts';
import { noSuchBatch } from './get-batch.ts';

const types: Readonly<Record<ManifestFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const query = { format: wordOf(['csv', 'ndjson']).describe('Goes before `Accept`; `ndjson` without both').optional() };

export const getResults = endpoint(
  {
    id: 'getBatchResults',
    method: 'get',
    path: '/v1/batches/{id}/results',
    summary: 'The manifest of a batch: every row with its job, state, error and result URLs',
    access: 'read',
    params: { id: apiBatchId },
    query,
    headers: { Accept: '`text/csv` or `application/x-ndjson`' },
    replies: {
      200: {
        description: 'A line a row, in order; a row that is missing was not read yet',
        content: {
          'application/x-ndjson': z.string().describe('A `BatchResult` a line'),
          'text/csv': z.string().describe('row, line, state, jobId, errorCode, errorDetail, artifacts'),
        },
      },
    },
  },
  (ports) => async (call) => {
    const batch = await ports.ledger.findBatch(call.tenant, param(call, 'id'));
    if (batch === undefined) return noSuchBatch();
    const format = call.query.format ?? wantedOf(call);
    const headers = {
      'content-type': types[format],
      'content-disposition': `attachment; filename="${batch.id}.${format}"`,
    };
    return {
      ...{ status: 200, body: '', headers },
      stream: (out) => {
        writeManifest(batch, format, out, ports).then(
          () => out.end(),
          (error: unknown) => {
            record(ports.log, 'batch.manifest-cut', { batchId: batch.id, tenantId: batch.tenant, error });
            // The status is written: an end without the last chunk tells the client that it has not all of it.
            out.destroy();
          },
        );
      },
    };
  },
);

const wantedOf = ({ headers }: Call): ManifestFormat => (/\btext\/csv\b/.test(headers.accept ?? '') ? 'csv' : 'ndjson');
