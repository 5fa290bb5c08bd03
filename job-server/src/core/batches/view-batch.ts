/** A batch as clients see it. Instants are RFC 3339 in UTC. */
import { without } from '../without.ts';
import { type Batch, type BatchCounts } from '@reelyard/contracts';

const instant = (at: number): string => new Date(at).toISOString();

export function batchLinks(id: string): Record<string, string> {
  const self = `/v1/batches/${id}`;
  return { self, results: `${self}/results`, cancel: `${self}/cancel`, jobs: `/v1/jobs?batch=${id}` };
}

/** The register alone, as lists show it. */
export function viewBatch(batch: Batch): Record<string, unknown> {
  const { id, state, mode, format, common, received, accepted, rejected, because } = batch;
  const { templateId, templateVersion } = common;
  return {
    ...{ id, state, mode, format },
    ...(templateId === undefined ? {} : { templateId }),
    ...(templateVersion === undefined ? {} : { templateVersion }),
    createdAt: instant(batch.createdAt),
    updatedAt: instant(batch.updatedAt),
    rows: { received, accepted, rejected },
    ...(because === undefined ? {} : { because }),
    links: batchLinks(id),
  };
}

export interface SumsView {
  readonly counts: BatchCounts;
  readonly uncounted: number;
  readonly countedAt: number;
}

export function viewSums({ counts, uncounted, countedAt }: SumsView, isOver: boolean): Record<string, unknown> {
  const jobs = without(counts, 'rejected');
  const none = { queued: 0, rendering: 0, succeeded: 0, failed: 0, canceled: 0, deleted: 0 };
  return { jobs: { ...none, ...jobs }, uncounted, countedAt: instant(countedAt), isOver };
}
