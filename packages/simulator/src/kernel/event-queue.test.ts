import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventQueue } from './event-queue.ts';

function runAll(queue: EventQueue): void {
  while (queue.step());
}

describe('the event queue', () => {
  it('runs events by time, and those of one instant as they were asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (instants) => {
        const queue = new EventQueue();
        const ran: [number, number][] = [];
        instants.forEach((at, n) => queue.push(at, () => ran.push([queue.now, n])));
        runAll(queue);
        const expected = instants.map((at, n): [number, number] => [at, n]).sort(([a, n], [b, m]) => a - b || n - m);
        expect(ran).toEqual(expected);
      }),
    );
  });

  it('never goes back: what is asked for in the past happens now', () => {
    const queue = new EventQueue();
    const ran: number[] = [];
    queue.push(10, () => queue.push(5, () => ran.push(queue.now)));
    runAll(queue);
    expect(ran).toEqual([10]);
  });

  it('says that there is nothing left', () => {
    expect(new EventQueue().step()).toBe(false);
    expect(new EventQueue().peekAt()).toBeUndefined();
  });
});
