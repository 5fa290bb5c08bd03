/** Acts at a steady pace, whatever becomes of each act. */
import { setTimeout as wait } from 'node:timers/promises';

export async function steadily(perSecond: number, untilMs: number, act: (n: number) => void): Promise<void> {
  const startedAt = Date.now();
  for (let n = 0; ; n += 1) {
    const at = startedAt + (n * 1_000) / perSecond;
    if (at >= untilMs) return;
    await wait(Math.max(0, at - Date.now()));
    act(n);
  }
}
