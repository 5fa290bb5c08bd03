import { describe, expect, it } from '@jest/globals';
import { createKeda, keda5, kedaProtected } from './keda.ts';
import { aView, decideUntil } from './some-view.ts';

const published = {
  queueLength: 5,
  pollingInterval: 30,
  cooldownPeriod: 300,
  stabilizationWindow: 300,
  isProtected: false,
};

describe('KEDA on an SQS queue', () => {
  it('starts the first machine at its next poll and leaves the others to the autoscaler', () => {
    const policy = createKeda(published);
    const wanted = decideUntil(policy, 60, (at) => aView(at, { waiting: at < 10 ? 0 : 40 }));
    expect(wanted).toEqual([0, 0, 5, 8, 8]);
  });

  it('counts messages in flight, so that running jobs keep their machines', () => {
    const policy = createKeda({ ...published, queueLength: 1 });
    const wanted = decideUntil(policy, 600, (at) => aView(at, at === 0 ? { waiting: 3 } : { running: 3 }));
    expect(wanted.at(-1)).toBe(3);
  });

  it('goes to zero at once when nothing was active for the cooldown period', () => {
    const policy = createKeda({ ...published, queueLength: 1, stabilizationWindow: 0 });
    const wanted = decideUntil(policy, 420, (at) => aView(at, at <= 60 ? { running: 3 } : {}));
    const zeroFrom = wanted.lastIndexOf(1) * policy.periodSeconds + policy.periodSeconds;
    expect(wanted.at(-1)).toBe(0);
    expect(zeroFrom).toBe(60 + 300 + 30);
  });

  it('kills on scale-in as it is published, and looks with the lag that it has', () => {
    const [setting] = keda5.settingsFor('real');
    expect(setting?.create()).toMatchObject({ protectsBusy: false, periodSeconds: 15, lagSeconds: 15 });
    expect(kedaProtected.settingsFor('exact')[0]?.create()).toMatchObject({
      protectsBusy: true,
      periodSeconds: 10,
      lagSeconds: 0,
    });
  });
});
