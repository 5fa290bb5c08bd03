import { describe, expect, it } from '@jest/globals';
import { type StackName } from '@reelyard/infra';
import { inWaves } from './waves.ts';

const names: readonly StackName[] = ['network', 'data', 'queue', 'job-service', 'scaler'];
const stacks = names.map((stack) => ({ stack }));

/** Notes starts and ends; each run takes one turn of the event loop per letter of its name. */
function aRun({ failing }: { failing?: StackName } = {}) {
  const events: string[] = [];
  const seen = { now: 0, most: 0 };
  const run = async ({ stack }: { stack: StackName }): Promise<string> => {
    events.push(`${stack} starts`);
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    for (let turn = 0; turn < stack.length; turn += 1) await new Promise(setImmediate);
    seen.now -= 1;
    if (stack === failing) throw new Error(`${stack} failed`);
    events.push(`${stack} ends`);
    return stack;
  };
  return { run, events, seen };
}

describe('stacks', () => {
  it('wait for the wave before them, and run two at once', async () => {
    const { run, events, seen } = aRun();
    expect(await inWaves(stacks, run)).toEqual(names);
    expect(seen.most).toBe(2);
    const firstOfSecond = events.indexOf('job-service starts');
    for (const stack of ['network', 'data', 'queue'])
      expect(events.indexOf(`${stack} ends`)).toBeLessThan(firstOfSecond);
  });

  it('end in the reverse order', async () => {
    const { run, events } = aRun();
    await inWaves(stacks, run, { isReversed: true });
    expect(events.indexOf('job-service ends')).toBeLessThan(events.indexOf('network starts'));
  });

  it('start no other after a failure, and let the one beside it end', async () => {
    const { run, events } = aRun({ failing: 'data' });
    await expect(inWaves(stacks, run)).rejects.toThrow('data failed');
    expect(events).toEqual(['network starts', 'data starts', 'network ends']);
  });
});
