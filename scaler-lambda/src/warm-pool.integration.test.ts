import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { POOL, Stage } from './testing/stage.ts';

// Machines boot for real, and a stage waits 100 s for what they do.
jest.setTimeout(300_000);

describe('a pool with a warm part on the loopback AWS', () => {
  let stage: Stage;
  let first: string;
  beforeAll(async () => {
    stage = await Stage.open([{ name: POOL, max: 2, warm: 1 }]);
  });
  afterAll(() => stage.close());

  const rowOf = async (id: string) => (await stage.rows()).find((row) => row.id === id);
  const isServing = async (id: string): Promise<boolean> =>
    (await stage.members()).includes('InService') && (await rowOf(id))?.state === 'ready';

  it('is filled: a machine installs, takes no license, and is stopped', async () => {
    await stage.until(async () => Object.values(await stage.warm()).includes('Warmed:Stopped'));
    first = Object.keys(await stage.warm())[0] ?? '';
    expect(await rowOf(first)).toMatchObject({ state: 'warm', boot: { phase: 'continued', sends: 1 } });
    expect(await stage.desired()).toBe(0);
  });

  it('serves a job with the stopped machine, and measures its start apart from boots', async () => {
    await stage.submit('job_1');
    await stage.until(() => isServing(first));
    expect(await rowOf(first)).toMatchObject({ boot: { origin: 'WarmPool', result: { ok: true, seat: 'none' } } });
    expect((await rowOf(first))?.boot.readyAt).toBeDefined();
    expect(await stage.desired()).toBe(1);
  });

  it('takes the machine back when nothing needs it: stopped, not ended, and none but the drained one', async () => {
    await stage.cancelAll();
    await stage.until(async () => (await stage.warm())[first] === 'Warmed:Stopped' && (await stage.desired()) === 0);
    await stage.until(async () => (await rowOf(first))?.state === 'warm');
    const row = await rowOf(first);
    expect(row).toMatchObject({ directive: { kind: 'work' } });
    expect(row?.agent).toBeUndefined();
    const decided = stage
      .events('scaler.tick')
      .flatMap((record) => (record['decisions'] as { kind: string; outcome: string }[]) ?? []);
    expect(decided.map(({ kind }) => kind)).toEqual(['grow', 'park', 'drain', 'terminate']);
    expect(decided.every(({ outcome }) => outcome === 'done')).toBe(true);
    expect(stage.events('scaler.foreign-change')).toEqual([]);
  });

  it('serves again with the same machine, and keeps the start before for its estimates', async () => {
    await stage.submit('job_2');
    await stage.until(() => isServing(first));
    const kept = (await stage.rows()).filter(({ id }) => id.startsWith(`${first}@`));
    expect(kept).toMatchObject([{ state: 'gone', boot: { origin: 'WarmPool' } }]);
    await stage.cancelAll();
    await stage.until(async () => (await stage.warm())[first] === 'Warmed:Stopped');
  });
});
