/** The decision of a cancel is one write; the jobs are canceled by the work that it leaves. A batch that is worked on keeps its lease: its holder lets go first. */
import { without } from '../core/without.ts';
import { type Batch } from '@reelyard/contracts';
import { type BatchPorts } from './ports.ts';

const triesOfCancel = 20;

/** Undefined where there is no such batch. */
export async function cancelBatch(
  tenant: string,
  id: string,
  { ledger, clock }: Pick<BatchPorts, 'ledger' | 'clock'>,
): Promise<Batch | undefined> {
  for (let attempt = 0; attempt < triesOfCancel; attempt += 1) {
    const batch = await ledger.findBatch(tenant, id);
    if (!batch || isDone(batch)) return batch;
    const now = clock.now();
    const after = {
      ...without(batch, 'cursor'),
      state: 'canceling' as const,
      updatedAt: now,
      nextAt: batch.nextAt ?? now,
    };
    const written = await ledger.updateBatch(batch, after);
    if (written) return written;
  }
  return ledger.findBatch(tenant, id);
}

const isDone = ({ state }: Batch): boolean => state === 'canceling' || state === 'canceled' || state === 'rejected';
