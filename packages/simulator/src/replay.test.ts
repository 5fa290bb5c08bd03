import { describe, expect, it } from '@jest/globals';
import { changePolicy, type LoggedTick, nameOf, replayTick, TickReader } from './replay.ts';
import { toFarm } from './farm.ts';
import { toScalePolicy } from './reelyard/scale-policy.ts';
import { simulate } from './simulate.ts';
import { anArrival, exactFarm } from './testing.ts';

const policy = toScalePolicy(toFarm(exactFarm));

/** A log as production writes it, of a run that grows and shrinks. */
function aLog(): LoggedTick[] {
  const reader = new TickReader();
  const ticks: LoggedTick[] = [];
  const take = (record: Record<string, unknown>): void => {
    const tick = reader.take(JSON.parse(JSON.stringify(record)) as Record<string, unknown>);
    if (tick) ticks.push(tick);
  };
  simulate({
    trace: [...Array.from({ length: 12 }, () => anArrival(10, 200)), anArrival(3_600, 30)],
    policy: 'reelyard',
    farm: exactFarm,
    witness: (snapshot, plan) => {
      const decisions = plan.kind === 'act' ? plan.decisions.map((each) => ({ ...each, outcome: 'done' })) : [];
      take({ event: 'scaler.tick', decisions });
      take({ event: 'scaler.snapshot', snapshot, policy, now: snapshot.at });
    },
  });
  return ticks;
}

describe('the replay of a log', () => {
  it('decides every tick as it was decided', () => {
    const ticks = aLog();
    expect(ticks.flatMap(({ decisions }) => decisions.map(({ kind }) => kind))).toEqual(
      expect.arrayContaining(['grow', 'park', 'drain', 'terminate']),
    );
    for (const tick of ticks) expect(replayTick(tick, policy)).toMatchObject({ added: [], dropped: [] });
  });

  it('shows what a changed policy decides otherwise, and why', () => {
    const frugal = changePolicy(policy, { pools: [{ name: 'on-demand', max: 1 }] });
    const changed = aLog().map((tick) => replayTick(tick, frugal));
    const first = changed.find(({ dropped }) => dropped.length > 0);
    expect(first?.dropped.map(nameOf)).toEqual([expect.stringMatching(/^grow on-demand to ([2-9]|1\d)$/)]);
    expect(first?.added.map(nameOf)).toEqual(['grow on-demand to 1']);
  });

  it('leaves the rest of the policy as it was', () => {
    const changed = changePolicy(policy, { dials: { switchSeconds: 99 } });
    expect(changed).toEqual({ ...policy, dials: { ...policy.dials, switchSeconds: 99 } });
  });

  it('refuses a pool that is not there', () => {
    expect(() => changePolicy(policy, { pools: [{ name: 'gpu' }] })).toThrow('no pool "gpu"; there are on-demand');
  });

  it('passes over a tick without its snapshot, and a snapshot without its tick', () => {
    const reader = new TickReader();
    const snapshot = { kind: 'seen', at: 1 };
    expect(reader.take({ event: 'scaler.snapshot', snapshot })).toBeUndefined();
    expect(reader.take({ event: 'scaler.tick', decisions: [] })).toBeUndefined();
    expect(reader.take({ event: 'scaler.tick' })).toBeUndefined();
    expect(reader.take({ event: 'scaler.snapshot', snapshot })).toMatchObject({ decisions: [], now: 1 });
    expect(reader.take({ event: 'scaler.snapshot', snapshot })).toBeUndefined();
  });
});
