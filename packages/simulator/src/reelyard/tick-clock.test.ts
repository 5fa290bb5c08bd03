import { describe, expect, it } from '@jest/globals';
import { EventQueue } from '../kernel/event-queue.ts';
import { TickClock, type TickEnd } from './tick-clock.ts';

function ticksUntil(end: number, tick: TickEnd, kicks: number[] = []): number[] {
  const events = new EventQueue();
  const ticks: number[] = [];
  const clock = new TickClock(events, () => {
    ticks.push(events.now);
    return tick;
  });
  clock.start();
  for (const at of kicks) events.push(at, () => clock.kick());
  while ((events.peekAt() ?? Infinity) <= end) events.step();
  return ticks;
}

describe('when the scaler ticks', () => {
  it('is once a minute while there is nothing to do', () => {
    expect(ticksUntil(180, { isEmpty: true, isMoving: false })).toEqual([0, 60, 120, 180]);
  });

  it('is every 10 s for 50 s while there is work', () => {
    expect(ticksUntil(70, { isEmpty: false, isMoving: false })).toEqual([0, 10, 20, 30, 40, 60, 70]);
  });

  it('is every 2 s while something is on its way', () => {
    expect(ticksUntil(10, { isEmpty: false, isMoving: true })).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it('is a second after an accept while it sleeps, and no sooner again than 10 s later', () => {
    expect(ticksUntil(59, { isEmpty: true, isMoving: false }, [20, 21, 29, 40])).toEqual([0, 21, 41]);
  });

  it('is left alone by an accept while it looks anyway', () => {
    expect(ticksUntil(20, { isEmpty: false, isMoving: false }, [5, 15])).toEqual([0, 10, 20]);
  });
});
