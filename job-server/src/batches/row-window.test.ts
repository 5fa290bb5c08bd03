import { describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { createRowWindow } from './row-window.ts';
import { type RowReading } from './row-reading.ts';

const aRow = (row: number, size = 10): RowReading => ({
  ...{ row, size, fingerprint: String(row) },
  content: { kind: 'value', value: {} },
});
const clock = { sleep: () => Promise.resolve() };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A window whose rows end when the test says so. */
function held(size: number) {
  const ends: (() => void)[] = [];
  const work = () => new Promise<{ kind: 'accepted' }>((resolve) => ends.push(() => resolve({ kind: 'accepted' })));
  return { ends, window: createRowWindow(size, work, () => undefined, clock) };
}

describe('rows that are worked off side by side', () => {
  it('are no more at once than there is room for: whoever reads them waits', async () => {
    const { ends, window } = held(2);
    await window.give(aRow(1));
    await window.give(aRow(2));
    let isGiven = false;
    const third = window.give(aRow(3)).then(() => (isGiven = true));
    await turn();
    expect([isGiven, ends.length]).toEqual([false, 2]);
    ends[0]?.();
    await third;
    expect(ends).toHaveLength(3);
  });

  it('are fewer when they are large, but always one', async () => {
    const { ends, window } = held(48);
    await window.give(aRow(1, 3_000_000));
    let isGiven = false;
    void window.give(aRow(2)).then(() => (isGiven = true));
    await turn();
    expect(isGiven).toBe(false);
    ends[0]?.();
    await turn();
    expect(isGiven).toBe(true);
  });

  it('are tried again while the ledger is away, and end with what is no passing fault', async () => {
    let calls = 0;
    const done: number[] = [];
    const work = async ({ row }: RowReading) => {
      calls += 1;
      if (row === 1 && calls < 3) throw new FarmError('ledger-throttled', 'too fast');
      if (row === 2) throw new Error('a bug');
      return { kind: 'accepted' as const };
    };
    const window = createRowWindow(2, work, ({ row }) => done.push(row), clock);
    await window.give(aRow(1));
    await window.settled();
    expect([done, calls]).toEqual([[1], 3]);
    await window.give(aRow(2));
    await window.settled();
    expect(() => window.check()).toThrow('a bug');
    await expect(window.give(aRow(3))).rejects.toThrow('a bug');
  });
});
