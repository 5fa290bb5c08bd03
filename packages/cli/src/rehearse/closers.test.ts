import { describe, expect, it } from '@jest/globals';
import { Closers } from './closers.ts';

describe('what was started', () => {
  it('ends last first, each once, and one that fails keeps no other', async () => {
    const ended: string[] = [];
    const closers = new Closers();
    const end = (name: string) => () => Promise.resolve(ended.push(name));
    closers.add('first', end('first'));
    closers.add('bad', () => Promise.reject(new Error('stuck')));
    const endNow = closers.add('third', end('third'));
    await endNow();
    expect(await closers.closeAll()).toEqual(['bad: Error: stuck']);
    expect(await closers.closeAll()).toEqual([]);
    expect(ended).toEqual(['third', 'first']);
  });

  it('ends at once when it comes after the end', async () => {
    const closers = new Closers();
    await closers.closeAll();
    let isEnded = false;
    const close = (): Promise<void> => {
      isEnded = true;
      return Promise.resolve();
    };
    expect(() => closers.add('late', close)).toThrow('late was started after the end');
    expect(isEnded).toBe(true);
  });
});
