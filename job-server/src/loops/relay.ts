/** Sends every doorbell that is due and was not sent: after a crash, an outage, a back-off, or when `notBefore` has come. */
import { type Logger } from '@reelyard/runtime';
import { record } from '../log-events.ts';
import { type LoopStore, type Meter } from '../ports.ts';
import { type Doorbell } from './doorbell.ts';
import { type EmitPorts, emitDue } from './emit.ts';

export interface RelayPorts extends EmitPorts {
  readonly ledger: Pick<LoopStore, 'markQueued' | 'findDueEmits'>;
  readonly doorbell: Pick<Doorbell, 'isRinging'>;
  readonly meter: Meter;
  readonly log: Logger;
}

/** Left to the server that accepted the job: it rings within milliseconds, and two would ring twice. */
const graceMs = 500;
const pageSize = 500;

/** One pass; true when there may be more. */
export async function relayOnce(ports: RelayPorts): Promise<boolean> {
  const due = await ports.ledger.findDueEmits(ports.clock.now() - graceMs, pageSize);
  const unattended = due.filter((task) => !ports.doorbell.isRinging(task));
  if (unattended.length === 0) return false;
  const emitted = await emitDue(unattended, ports);
  ports.meter.count('emit.repaired', undefined, emitted);
  record(ports.log, 'relay.emitted', { due: unattended.length, emitted });
  return due.length >= pageSize && emitted > 0;
}
