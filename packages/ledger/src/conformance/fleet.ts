/** Instances and the scaler's lease. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AgentReport, type Instance } from '@reelyard/contracts';
import { type Ledger } from '../ledger.ts';
import { MINUTE, NOW } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

let count = 0;
function anInstance(override: Partial<Instance> = {}): Instance {
  count += 1;
  return {
    pool: 'spot',
    id: `i-${count}`,
    state: 'booting',
    version: 1,
    boot: { phase: 'pending-wait', launchedAt: NOW, sends: 0 },
    directive: { kind: 'work', epoch: 0, at: NOW },
    createdAt: NOW,
    ...override,
  };
}

const aReport = (override: Partial<AgentReport> = {}): AgentReport => ({
  owner: 'i-1/1000',
  beat: 1,
  at: NOW,
  state: 'busy',
  acknowledgedEpoch: 0,
  tasks: [{ tenant: 'acme', job: 'job_1', n: 0 }],
  agentVersion: 1,
  engine: { name: 'reel', version: '1.0.0' },
  ...override,
});

export function describeFleet(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });

  describe('the row of an instance', () => {
    it('is created once and listed with its pool', async () => {
      const instance = anInstance({ pool: 'own', type: 'c7i.large', zone: 'eu-west-1a' });
      expect(await ledger.createInstance(instance)).toBe(true);
      expect(await ledger.createInstance({ ...instance, state: 'ready' })).toBe(false);
      expect(await ledger.findInstance('own', instance.id)).toEqual(instance);
      expect(await ledger.listInstances('own')).toEqual([instance]);
      expect(await ledger.listInstances('other')).toEqual([]);
      await ledger.deleteInstance('own', instance.id);
      await ledger.deleteInstance('own', instance.id);
      expect(await ledger.findInstance('own', instance.id)).toBeUndefined();
    });

    it('is written by the scaler under its version', async () => {
      const instance = anInstance();
      await ledger.createInstance(instance);
      const directive = { kind: 'drain' as const, epoch: 1, at: NOW };
      expect(await ledger.updateInstance(instance, { directive })).toBe(true);
      expect(await ledger.updateInstance(instance, { state: 'ready' })).toBe(false);
      const after = await ledger.findInstance('spot', instance.id);
      expect(after).toEqual({ ...instance, directive, version: 2 });
      expect(await ledger.updateInstance({ ...instance, version: 2 }, { state: 'terminating' })).toBe(true);
      expect(await ledger.updateInstance(anInstance(), { state: 'ready' })).toBe(false);
    });

    it('takes the report of its agent and answers the directive in the same call', async () => {
      const instance = anInstance();
      await ledger.createInstance(instance);
      const reported = await ledger.reportAgent('spot', instance.id, aReport());
      expect(reported).toEqual({ ...instance, agent: aReport() });
      expect(await ledger.findInstance('spot', instance.id)).toEqual(reported);
      // The scaler's version is untouched: the two writers never lose each other's fields.
      await ledger.updateInstance(instance, { state: 'ready' });
      const next = await ledger.reportAgent('spot', instance.id, aReport({ beat: 2 }));
      expect(next).toMatchObject({ state: 'ready', version: 2, agent: { beat: 2 } });
    });

    it('keeps what the agent says of the task it runs and of those it served', async () => {
      const instance = anInstance();
      await ledger.createInstance(instance);
      const features = { engine: 'reel', frames: 300, pixels: 1280 * 720 };
      const report = aReport({
        running: { ...features, startedAt: NOW - 5_000, progress: 0.25 },
        served: [7, 8].map((seq) => ({ ...features, seq, engineVersion: '1.0.0', seconds: 12.345 })),
      });
      await ledger.reportAgent('spot', instance.id, report);
      expect((await ledger.findInstance('spot', instance.id))?.agent).toEqual(report);
    });

    it('is not created by a report', async () => {
      expect(await ledger.reportAgent('spot', 'i-unknown', aReport())).toBeUndefined();
      expect(await ledger.findInstance('spot', 'i-unknown')).toBeUndefined();
    });
  });

  describe("the scaler's lease", () => {
    it('has one holder, and its epoch grows with each new one', async () => {
      const own = await makeLedger();
      expect(await own.findScaler()).toBeUndefined();
      expect(await own.acquireScaler('a', MINUTE, NOW)).toMatchObject({
        epoch: 1,
        owner: 'a',
        leaseUntil: NOW + MINUTE,
      });
      expect(await own.acquireScaler('b', MINUTE, NOW + 1)).toBeUndefined();
      expect(await own.acquireScaler('a', MINUTE, NOW + 2)).toMatchObject({ epoch: 1, leaseUntil: NOW + MINUTE + 2 });
      expect(await own.acquireScaler('b', MINUTE, NOW + MINUTE + 2)).toMatchObject({ epoch: 2, owner: 'b' });
      const racers = await Promise.all(
        ['c', 'd', 'e'].map((owner) => own.acquireScaler(owner, MINUTE, NOW + 9 * MINUTE)),
      );
      expect(racers.filter((state) => state !== undefined)).toHaveLength(1);
    });

    it('fences off a holder that was overtaken, and keeps what was learned', async () => {
      const own = await makeLedger();
      const first = await own.acquireScaler('a', MINUTE, NOW);
      if (!first) throw new Error('nobody holds it');
      expect(await own.saveScaler({ ...first, asleep: true, estimates: '{"x":1}' })).toBe(true);
      const second = await own.acquireScaler('b', MINUTE, NOW + MINUTE);
      expect(second).toMatchObject({ asleep: true, estimates: '{"x":1}' });
      expect(await own.saveScaler({ ...first, asleep: false })).toBe(false);
      expect(await own.findScaler()).toEqual(second);
    });
  });
}
