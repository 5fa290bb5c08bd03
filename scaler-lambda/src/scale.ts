/**
 * The ticking window of one invocation. Invariant: only the holder of the scaler's lease ticks, and it looks at the lease
 * before each tick; an overlap costs nothing because the second one leaves.
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
  /** Must outlive the longest tick; a crashed holder blocks for this long. */
  leaseMs: number;
}

export type ScaleEnd = 'asleep' | 'window-over' | 'held-elsewhere';

export async function scale(farm: Farm, owner: string, timers: ScaleTimers): Promise<ScaleEnd> {
  const endsAt = farm.clock.monotonic() + timers.windowMs;
  for (;;) {
    const state = await farm.ledger.acquireScaler(owner, timers.leaseMs, farm.clock.now());
    if (!state) return 'held-elsewhere';
    const result = await tick(farm, () => isStillOurs(farm, state));
    if (result.isFenced) return leaveFenced(farm, state);
    const noted = await note(farm, state, result);
    if (!noted) return 'held-elsewhere';
    if (result.isEmpty && (await fallAsleep(farm, noted))) return 'asleep';
    const napMs = result.isMoving ? timers.quickTickMs : timers.tickMs;
    if (farm.clock.monotonic() + napMs >= endsAt) {
      await release(farm, noted);
      return 'window-over';
    }
    await farm.clock.sleep(napMs);
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
