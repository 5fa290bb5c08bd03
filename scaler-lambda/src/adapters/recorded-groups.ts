/** The scaler's history of what ends instances. */
import { type Recorder } from '@reelyard/ledger';
import { type Groups } from '../ports.ts';

export function recordGroups(groups: Groups, history: Recorder | undefined): Groups {
  if (!history) return groups;
  const around = (op: string, instances: readonly string[], call: () => Promise<void>): Promise<void> =>
    history.around(op, { instances: [...instances] }, call, () => ({ phase: 'ok' }));
  return {
    ...groups,
    unprotect: (pool, instances) => around('unprotect', instances, () => groups.unprotect(pool, instances)),
    terminate: (instance) => around('terminate', [instance], () => groups.terminate(instance)),
    markUnhealthy: (instance) => around('markUnhealthy', [instance], () => groups.markUnhealthy(instance)),
  };
}
