/** License seats: one read of the engine's few rows, then one conditional write per try. */
import { seatPk } from '../items/keys.ts';
import { type FleetLedger, type SeatLease } from '../ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type Item } from '../protocol/change.ts';
import { plan } from '../protocol/plan.ts';
import { type Transition } from '../protocol/transition.ts';
import { SEAT_TRANSITIONS } from '../seats.ts';
import { attemptApply } from './view.ts';

export function seatRows(store: ItemStore): Pick<FleetLedger, 'takeSeat' | 'findSeats' | 'renewSeat' | 'returnSeat'> {
  const write = async (transition: Transition, seat: SeatLease, more: Record<string, unknown>): Promise<boolean> => {
    const applied = await store.apply(plan(transition, { ref: NO_TASK, now: 0, ...seat, ...more }));
    return applied.kind === 'applied';
  };
  return {
    takeSeat: (engine, seats, owner, leaseMs, now) => takeSeat(store, engine, seats, { owner, leaseMs, now }),
    findSeats: (engine, now) => findSeats(store, engine, now),
    renewSeat: (seat, leaseMs, now) => renewSeat(store, seat, { now, leaseUntil: now + leaseMs }),
    returnSeat: (seat) => write(SEAT_TRANSITIONS.giveBack, seat, {}),
  };
}

async function findSeats(store: ItemStore, engine: string, now: number): Promise<SeatLease[]> {
  const rows = await store.query({ pk: seatPk(engine), prefix: '' });
  const held = rows.filter((row) => (row['leaseUntil'] as number) > now);
  return held.map((row) => ({
    engine,
    n: row['n'] as number,
    epoch: epochOf(row),
    owner: row['owner'] as string,
  }));
}

/** Refused by a later renewal of the same holder, it is held for longer than was asked. */
async function renewSeat(store: ItemStore, seat: SeatLease, by: { now: number; leaseUntil: number }): Promise<boolean> {
  const applied = await store.apply(plan(SEAT_TRANSITIONS.renew, { ref: NO_TASK, ...seat, ...by }));
  if (applied.kind === 'applied') return true;
  const before = applied.refusals[0]?.before;
  return before?.['epoch'] === seat.epoch && before['owner'] === seat.owner;
}

/** Seats belong to an engine, not to a task. */
const NO_TASK = { tenant: '', job: '', n: 0 };

async function takeSeat(
  store: ItemStore,
  engine: string,
  seats: number,
  by: { owner: string; leaseMs: number; now: number },
): Promise<SeatLease | undefined> {
  const rows = new Map((await store.query({ pk: seatPk(engine), prefix: '' })).map((row) => [row['n'] as number, row]));
  for (let n = 0; n < seats; n += 1) {
    const row = rows.get(n);
    if (row && (row['leaseUntil'] as number) > by.now) continue;
    const seat = await tryTake(store, { engine, n, owner: by.owner, epoch: epochOf(row) + 1 }, by);
    if (seat) return seat;
  }
  return undefined;
}

const epochOf = (row: Item | undefined): number => (row?.['epoch'] as number | undefined) ?? 0;

async function tryTake(
  store: ItemStore,
  seat: SeatLease,
  { now, leaseMs }: { now: number; leaseMs: number },
): Promise<SeatLease | undefined> {
  const params = { ref: NO_TASK, now, ...seat, epochBefore: seat.epoch - 1, leaseUntil: now + leaseMs };
  const attempt = await attemptApply(store, plan(SEAT_TRANSITIONS.take, params));
  if (attempt.kind === 'applied') return seat;
  if (attempt.kind === 'unknown-outcome') throw attempt.cause;
  // Sent again after its reply was lost: the row shows this very seat.
  const before = attempt.refusals[0]?.before;
  return epochOf(before) === seat.epoch && before?.['owner'] === seat.owner ? seat : undefined;
}
