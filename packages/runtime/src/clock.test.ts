import { describe, expect, it } from '@jest/globals';
import { ManualClock, systemClock } from './clock.ts';

describe.each([
  ['the system’s clock', systemClock],
  ['a clock that tests move', new ManualClock()],
])('%s', (_name, clock) => {
  it('does not sleep for a signal that was aborted before', async () => {
    await expect(clock.sleep(3_600_000, AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('wakes when the signal aborts', async () => {
    const over = new AbortController();
    const sleeping = clock.sleep(3_600_000, over.signal);
    over.abort();
    await expect(sleeping).resolves.toBeUndefined();
  });
});

it('a clock that tests move skips two days at once, and whoever was due wakes once', async () => {
  const clock = new ManualClock(0);
  let woken = 0;
  const tick = async (): Promise<void> => {
    await clock.sleep(1_000);
    woken += 1;
    await tick();
  };
  void tick();
  await clock.skip(172_800_000);
  expect([clock.now(), woken]).toEqual([172_800_000, 1]);
});

it('a clock that tests move stands still while a call is under way that takes real time', async () => {
  let isUnderWay = false;
  const rest = async (): Promise<void> => {
    do await systemClock.sleep(1);
    while (isUnderWay);
  };
  const clock = new ManualClock(0, rest);
  const told: number[] = [];
  void clock.sleep(1_000).then(async () => {
    isUnderWay = true;
    await systemClock.sleep(20);
    isUnderWay = false;
    told.push(clock.now());
  });
  await clock.advance(60_000);
  expect([told, clock.now()]).toEqual([[1_000], 60_000]);
});
