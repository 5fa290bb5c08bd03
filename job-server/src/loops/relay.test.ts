import { describe, expect, it } from '@jest/globals';
import { type DueEmit } from '@reelyard/ledger';
import { createLogger, ManualClock, memoryLog } from '@reelyard/runtime';
import { fakeQueues } from '../testing/fakes.ts';
import { relayOnce } from './relay.ts';

const due = (n: number): DueEmit => ({ tenant: 'acme', job: 'job_1', n, lane: 'standard', emitSeq: 0, notBefore: 0 });

describe('the relay', () => {
  it('leaves those alone that its own server is about to ring, and rings the others', async () => {
    const queues = fakeQueues();
    await relayOnce({
      queues,
      ledger: {
        findDueEmits: () => Promise.resolve([due(0), due(1)]),
        markQueued: (sent) => Promise.resolve({ queued: sent.length, skipped: 0 }),
      },
      doorbell: { isRinging: ({ n }) => n === 0 },
      clock: new ManualClock(),
      meter: { count: () => undefined, time: () => undefined },
      log: createLogger({ service: 'job-server', destination: memoryLog() }),
    });
    expect(queues.sent.map(({ bell }) => bell.n)).toEqual([1]);
  });
});
