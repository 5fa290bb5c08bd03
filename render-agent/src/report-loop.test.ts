import { describe, expect, it } from '@jest/globals';
import { type AgentReport, type Directive } from '@reelyard/contracts';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { ManualClock, createLogger, memoryLog } from '@reelyard/runtime';
import { Changes } from './changes.ts';
import { beatMsOf, reportLoop } from './report-loop.ts';

const beats = { heartbeatMs: 10_000, idleBeatMs: 5_000 };

describe('the beat of an agent', () => {
  it('is the heartbeat with work, quicker without, and quickest on the way out', () => {
    expect((['busy', 'idle', 'parked', 'draining'] as const).map((state) => beatMsOf(state, beats))).toEqual([
      10_000, 5_000, 1_000, 1_000,
    ]);
  });

  it('is never slower than the heartbeat', () => {
    const quick = { heartbeatMs: 500, idleBeatMs: 5_000 };
    expect((['busy', 'idle', 'parked'] as const).map((state) => beatMsOf(state, quick))).toEqual([500, 500, 500]);
  });
});

/** An agent without work, as its row sees it. */
async function startIdle() {
  const [clock, ledger, changes, over] = [
    new ManualClock(),
    createMemoryLedger(),
    new Changes(),
    new AbortController(),
  ];
  const at = { pool: 'spot', id: 'i-1' };
  const boot = { phase: 'continued' as const, launchedAt: 0, sends: 1 };
  const work: Directive = { kind: 'work', epoch: 0, at: 0 };
  await ledger.createInstance({ ...at, state: 'ready', version: 1, boot, directive: work, createdAt: 0 });
  let directive = work;
  const compose = (beat: number): AgentReport => {
    const state = { work: 'idle', park: 'parked', drain: 'drained' } as const;
    const standing = { state: state[directive.kind], acknowledgedEpoch: directive.epoch };
    return { owner: 'i-1/1', beat, at: clock.now(), ...standing, tasks: [], agentVersion: 1 };
  };
  const hear = (told: Directive): boolean => {
    const isNews = told.epoch > directive.epoch;
    directive = told;
    return isNews;
  };
  const log = createLogger({ service: 'render-agent', destination: memoryLog() });
  const options = { pool: at.pool, instanceId: at.id, ledger, clock, log, changes, ...beats, compose, hear };
  const running = reportLoop(options, over.signal);
  await clock.advance(0);
  const row = async () => {
    const found = await ledger.findInstance(at.pool, at.id);
    if (!found) throw new Error('no row');
    return found;
  };
  const direct = async (kind: Directive['kind'], epoch: number): Promise<void> => {
    await ledger.updateInstance(await row(), { directive: { kind, epoch, at: clock.now() } });
  };
  const stop = async (): Promise<void> => {
    over.abort();
    changes.notify();
    await running;
  };
  return { clock, row, direct, stop };
}

describe('an idle agent that is asked to leave', () => {
  it('acknowledges the park in the breath in which it hears it, and the drain a second later', async () => {
    const { clock, row, direct, stop } = await startIdle();
    await direct('park', 1);
    await clock.advance(4_999);
    expect((await row()).agent).toMatchObject({ state: 'idle', acknowledgedEpoch: 0 });
    await clock.advance(1);
    expect((await row()).agent).toMatchObject({ state: 'parked', acknowledgedEpoch: 1 });
    await direct('drain', 2);
    await clock.advance(1_000);
    expect((await row()).agent).toMatchObject({ state: 'drained', acknowledgedEpoch: 2 });
    await stop();
  });
});
