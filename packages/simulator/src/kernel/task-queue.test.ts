import { describe, expect, it } from '@jest/globals';
import { type Lane } from '@reelyard/contracts';
import { anArrival } from '../testing.ts';
import { type Task, TaskQueue } from './task-queue.ts';

const aTask = (n: number, lane: Lane = 'standard'): Task => ({
  n,
  arrival: anArrival(n, 1, { lane }),
  progressFactor: 1,
  lostRuns: 0,
});

function takeAll(queue: TaskQueue): number[] {
  const order: number[] = [];
  for (let task = queue.take(); task; task = queue.take()) order.push(task.n);
  return order;
}

describe('the queue of tasks', () => {
  it('gives the highest lane first, and the oldest of a lane', () => {
    const queue = new TaskQueue();
    [aTask(0, 'bulk'), aTask(1), aTask(2, 'express'), aTask(3), aTask(4, 'express')].forEach((each) => queue.add(each));
    expect(queue.count).toBe(5);
    expect(takeAll(queue)).toEqual([2, 4, 1, 3, 0]);
    expect(queue.count).toBe(0);
  });

  it('puts a task that comes back where its age belongs', () => {
    const queue = new TaskQueue();
    [aTask(1), aTask(2), aTask(3)].forEach((each) => queue.add(each));
    const lost = queue.take();
    queue.take();
    if (lost) queue.add(lost);
    expect(queue.list().map(({ n }) => n)).toEqual([1, 3]);
    expect(takeAll(queue)).toEqual([1, 3]);
  });

  it('keeps its order over thousands', () => {
    const queue = new TaskQueue();
    for (let n = 0; n < 5_000; n += 1) queue.add(aTask(n));
    expect(takeAll(queue)).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  });
});
