/**
 * The ticking window of one invocation. Invariant: only the holder of the scaler's lease ticks, and it looks at the lease before each tick.
 * An overlap costs nothing: a kick that finds somebody at work leaves, the schedule's invocation waits and goes on from there, since
 * the window that a kick opened ends between two minutes.
 */
import { type ScalerState } from '@reelyard/ledger';
import { type Farm } from './ports.ts';
import { isStillOurs } from './term.ts';
import { tick, type TickResult } from './tick.ts';

export interface ScaleTimers {
  tickMs: number;
  /** Between ticks while something is on its way. */
  quickTickMs: number;
  windowMs: number;
  /** For how long another's window is waited for; absent: not at all. */
  waitMs?: number;
  /** Must outlive the longest tick; a crashed holder blocks for this long. */
  leaseMs: number;
}

export type ScaleEnd = 'asleep' | 'window-over' | 'held-elsewhere';

export async function scale(farm: Farm, owner: string, timers: ScaleTimers): Promise<ScaleEnd> {
  let state = await awaitLease(farm, owner, timers);
  const endsAt = farm.clock.monotonic() + timers.windowMs;
  while (state) {
    const held = state;
    const result = await tick(farm, () => isStillOurs(farm, held));
    if (result.isFenced) return leaveFenced(farm, held);
    const noted = await note(farm, held, result);
    if (!noted) break;
    if (result.isEmpty && (await fallAsleep(farm, noted))) return 'asleep';
    const napMs = result.isMoving ? timers.quickTickMs : timers.tickMs;
    if (farm.clock.monotonic() + napMs >= endsAt) {
      await release(farm, noted);
      return 'window-over';
    }
    await farm.clock.sleep(napMs);
    state = await acquire(farm, owner, timers);
  }
  return 'held-elsewhere';
}

function acquire({ ledger, clock }: Farm, owner: string, { leaseMs }: ScaleTimers): Promise<ScalerState | undefined> {
  return ledger.acquireScaler(owner, leaseMs, clock.now());
}

async function awaitLease(farm: Farm, owner: string, timers: ScaleTimers): Promise<ScalerState | undefined> {
  const until = farm.clock.monotonic() + (timers.waitMs ?? 0);
  for (;;) {
    const state = await acquire(farm, owner, timers);
    if (state || farm.clock.monotonic() + timers.quickTickMs > until) return state;
    await farm.clock.sleep(timers.quickTickMs);
  }
}

async function note(farm: Farm, state: ScalerState, { note: text }: TickResult): Promise<ScalerState | undefined> {
  const next: ScalerState = {
    ...state,
    asleep: false,
    ...(text === undefined ? {} : { estimates: text }),
    updatedAt: farm.clock.now(),
  };
  return (await farm.ledger.saveScaler(next)) ? next : undefined;
}

function leaveFenced(farm: Farm, { epoch }: ScalerState): ScaleEnd {
  farm.log.warn('scaler.fenced', { epoch });
  return 'held-elsewhere';
}

/**
 * Says asleep first and looks once more: a job accepted before the word was out is seen here, one accepted after it kicks.
 * @returns false when there is work after all.
 */
async function fallAsleep(farm: Farm, state: ScalerState): Promise<boolean> {
  await farm.ledger.saveScaler({ ...state, asleep: true, updatedAt: farm.clock.now() });
  const lanes = await Promise.all(
    (['express', 'standard', 'bulk'] as const).map((lane) => farm.ledger.findWaiting(lane, 1)),
  );
  const now = farm.clock.now();
  if (lanes.flat().some((task) => task.notBefore <= now)) {
    await farm.ledger.saveScaler({ ...state, asleep: false, updatedAt: now });
    return false;
  }
  await release(farm, state);
  return true;
}

/** Nobody ticks until the next schedule or kick, so an accept should kick: that is what asleep says. */
async function release(farm: Farm, state: ScalerState): Promise<void> {
  const now = farm.clock.now();
  await farm.ledger.saveScaler({ ...state, asleep: true, leaseUntil: now, updatedAt: now });
}
