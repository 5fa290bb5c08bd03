import { describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { ManualClock, createLogger, memoryLog } from '@reelyard/runtime';
import { type Bell } from '../ports.ts';
import { fakeQueues } from '../testing/fakes.ts';
import { createDoorbell } from './doorbell.ts';

const aBell = (n: number): Bell => ({ tenant: 'acme', job: 'job_1', n, lane: 'standard', emitSeq: 0, notBefore: 0 });
const bells = (count: number): Bell[] => Array.from({ length: count }, (_, n) => aBell(n));

/** @param takes whether the queue takes the bell of this task */
function aDoorbell(takes: (n: number) => boolean = () => true) {
  const [clock, queues, log] = [new ManualClock(), fakeQueues(), memoryLog()];
  const marked: number[] = [];
  const batches: number[] = [];
  const doorbell = createDoorbell({
    queues: {
      send: async (lane, sent) => {
        batches.push(sent.length);
        const taken = await queues.send(lane, sent);
        return taken.map((isTaken, at) => isTaken && takes(sent[at]?.n ?? 0));
      },
    },
    ledger: {
      markQueued: async (sent) => {
        marked.push(sent.length);
        return { queued: sent.length, skipped: 0 };
      },
    },
    clock,
    log: createLogger({ service: 'job-server', destination: log }),
  });
  return { clock, queues, log, marked, batches, doorbell };
}

describe('the doorbell', () => {
  it('sends tens and marks hundreds', async () => {
    const { doorbell, batches, marked } = aDoorbell();
    doorbell.ring(bells(205));
    await doorbell.drained();
    expect(batches).toEqual([...Array<number>(20).fill(10), 5]);
    expect(marked.reduce((sum, count) => sum + count, 0)).toBe(205);
    expect(Math.max(...marked)).toBe(100);
  });

  it('lets a lonely bell wait some milliseconds for company, not for ever', async () => {
    const { doorbell, clock, queues, marked } = aDoorbell();
    doorbell.ring([aBell(0)]);
    expect(queues.sent).toEqual([]);
    await clock.advance(10);
    expect(queues.sent).toHaveLength(1);
    expect(doorbell.isRinging({ job: 'job_1', n: 0 })).toBe(true);
    await clock.advance(50);
    expect(marked).toEqual([1]);
    expect(doorbell.isRinging({ job: 'job_1', n: 0 })).toBe(false);
  });

  it('leaves what a queue does not take to the relay, unmarked', async () => {
    const { doorbell, queues, marked, log } = aDoorbell();
    queues.fault = new FarmError('queue-unavailable', 'gone');
    doorbell.ring(bells(3));
    await doorbell.drained();
    expect(marked).toEqual([]);
    expect(doorbell.isRinging({ job: 'job_1', n: 0 })).toBe(false);
    expect(log.records.map((entry) => entry['event'])).toEqual(['doorbell.failed']);
  });

  it('marks of a batch those alone that the queue took', async () => {
    const { doorbell, marked } = aDoorbell((n) => n !== 1);
    doorbell.ring(bells(3));
    await doorbell.drained();
    expect(marked).toEqual([2]);
    expect(doorbell.isRinging({ job: 'job_1', n: 1 })).toBe(false);
  });

  it('holds a bounded number of bells while the queue is slow', async () => {
    const { doorbell, log } = aDoorbell();
    doorbell.ring(bells(30_000));
    expect(log.records).toEqual([expect.objectContaining({ event: 'doorbell.overflow' })]);
    await doorbell.drained();
  });
});
