/** The terminate hook: completed once the agent drained or is gone, asked for and waited for until then. */
import { type Instance } from '@reelyard/contracts';
import { decideDrain, type PoolPolicy, seemsSilent } from './core/index.ts';
import { TERMINATE_HOOK } from './adopt.ts';
import { type Farm } from './ports.ts';

export async function letGo(farm: Farm, pool: PoolPolicy, id: string, row: Instance | undefined): Promise<void> {
  const now = farm.clock.now();
  const holdsLease = row !== undefined && seemsSilent(row, farm.drain, now) && (await holdsAny(farm, id));
  const action = decideDrain(row, farm.drain, now, holdsLease);
  const hook = { pool, instance: id, hook: TERMINATE_HOOK };
  switch (action.kind) {
    case 'wait':
      return;
    case 'heartbeat':
      if (row && (await farm.ledger.updateInstance(row, { boot: { ...row.boot, heartbeatAt: now } })))
        await farm.groups.beatHook(hook);
      return;
    case 'drain':
      if (row) await direct(farm, row, 'drain', now);
      return;
    case 'complete':
      if (row && row.state !== 'terminating') await farm.ledger.updateInstance(row, { state: 'terminating' });
      await farm.groups.completeHook(hook, 'CONTINUE');
      farm.log.info('instance.let-go', { pool: pool.name, instanceId: id, because: action.because });
  }
}

/** As many as a tick reads. */
const LEASES = 5_000;

async function holdsAny({ ledger }: Farm, id: string): Promise<boolean> {
  return (await ledger.findLeased(LEASES)).some(({ owner }) => owner.startsWith(`${id}/`));
}

/** Writes the next directive; false when another writer was first. */
export function direct(farm: Farm, row: Instance, kind: 'work' | 'park' | 'drain', now: number): Promise<boolean> {
  return farm.ledger.updateInstance(row, { directive: { kind, epoch: row.directive.epoch + 1, at: now } });
}
