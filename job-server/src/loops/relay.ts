/** Sends every doorbell that is due and was not sent: after a crash, an outage, a back-off, or when `notBefore` has come. */
import { LANES } from '@reelyard/contracts';
import { type DueEmit } from '@reelyard/ledger';
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
/** A doorbell that rings later than this after it was due was repaired: something had failed. */
const lateMs = 5_000;
const pageSize = 500;

/** One pass; true when there may be more. */
export async function relayOnce(ports: RelayPorts): Promise<boolean> {
  const now = ports.clock.now();
  const due = await ports.ledger.findDueEmits(now - graceMs, pageSize);
  const unattended = due.filter((task) => !ports.doorbell.isRinging(task));
  if (unattended.length === 0) return false;
  const emitted = await emitDue(unattended, ports);
  countLate(unattended, emitted, now, ports);
  record(ports.log, 'relay.emitted', { due: unattended.length, emitted });
  return due.length >= pageSize && emitted > 0;
}

/**
 * First doorbells alone: the sweeper counts those that it asked for again. And only of a pass that rang for all: while a queue is away,
 * what it refuses comes back and would be counted each time.
 */
function countLate(due: readonly DueEmit[], emitted: number, now: number, { meter }: RelayPorts): void {
  if (emitted < due.length) return;
  for (const lane of LANES) {
    const late = due.filter((task) => task.lane === lane && task.emitSeq === 0 && now - task.notBefore > lateMs).length;
    if (late > 0) meter.count('emit.repaired', lane, late);
  }
}
