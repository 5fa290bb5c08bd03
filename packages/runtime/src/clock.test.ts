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
