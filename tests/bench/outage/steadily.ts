/** Acts at a steady pace, whatever becomes of each act; so often as fits into the time, however late it begins. */
import { setTimeout as wait } from 'node:timers/promises';

export async function steadily(perSecond: number, seconds: number, act: (n: number) => void): Promise<void> {
  const startedAt = Date.now();
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const at = startedAt + (n * 1_000) / perSecond;
    await wait(Math.max(0, at - Date.now()));
    act(n);
  }
}
