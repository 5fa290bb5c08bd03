/** `SEATS` and `SPEND`: what may run at once, and what it may cost. Both may be absent: no limit. */
import { type Variable } from '@reelyard/runtime';
import { type SeatPolicy, type SpendPolicy } from './core/index.ts';

type Checked<T> = { success: true; data: T } | { success: false; error: { message: string } };

export const seatsLike = '[{ "engine", "seats" }, …]';
export const spendLike = '{ "perHour"?, "perDay"? } in dollars';
export const seatsSchema = { safeParse: checkSeats };
export const spendSchema = { safeParse: checkSpend };

export function withDefault<T>(variable: Variable<T>, fallback: T): Variable<T> {
  return { ...variable, parse: (raw) => (raw === undefined ? { ok: true, value: fallback } : variable.parse(raw)) };
}

function checkSeats(value: unknown): Checked<SeatPolicy[]> {
  if (!Array.isArray(value)) return refuse('not a list');
  const seats = value.map(toSeat);
  const found = seats.flatMap((each) => each ?? []);
  return found.length === value.length
    ? { success: true, data: found }
    : refuse('each names an engine and a whole number ≥ 0 of seats');
}

function toSeat(value: unknown): SeatPolicy | undefined {
  const { engine, seats } = (value ?? {}) as Record<string, unknown>;
  if (typeof engine !== 'string' || engine === '') return undefined;
  return Number.isInteger(seats) && (seats as number) >= 0 ? { engine, seats: seats as number } : undefined;
}

function checkSpend(value: unknown): Checked<SpendPolicy> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('not an object');
  const { perHour, perDay } = value as Record<string, unknown>;
  if (![perHour, perDay].every((each) => each === undefined || isDollars(each)))
    return refuse('dollars are numbers ≥ 0');
  return {
    success: true,
    data: { ...(isDollars(perHour) ? { perHour } : {}), ...(isDollars(perDay) ? { perDay } : {}) },
  };
}

function isDollars(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function refuse(message: string): { success: false; error: { message: string } } {
  return { success: false, error: { message } };
}
