/**
 * One holder's time in office. Invariant: who was fenced off before its tick came to apply anything, applies nothing.
 *
 * Between this look and the calls after it another holder may still take over: the lease would have to end in those milliseconds. That is harmless,
 * because no call adds to what it finds. `SetDesiredCapacity` says a whole number; a late one leaves machines too many, which the new holder's law lets go,
 * or too few, which takes none (all are protected, and only drained ones lose that) and is raised again a tick later. Terminations and directives
 * are conditional on the row as it is then.
 */
import { type ScalerState } from '@reelyard/ledger';
import { type Farm } from './ports.ts';

/** What a tick's calls may take at most: with less of the lease left, it does not begin them. */
const RESERVE_MS = 5_000;

export async function isStillOurs(farm: Farm, { epoch, owner }: ScalerState): Promise<boolean> {
  try {
    const now = await farm.ledger.findScaler();
    return now?.epoch === epoch && now.owner === owner && now.leaseUntil - farm.clock.now() >= RESERVE_MS;
  } catch (error) {
    farm.log.warn('scaler.lease-unreadable', { error });
    return false;
  }
}
