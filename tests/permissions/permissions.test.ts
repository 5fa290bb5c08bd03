import { describe, expect, it } from '@jest/globals';
import { dev } from '@reelyard/environments';
import { allPolicies, namesOf } from '@reelyard/infra';
import { sing } from '../e2e/support/canary.ts';
import { control, listInstances, scripted, until, untilEnded, untilPhase } from '../e2e/support/farm.ts';
import { useFarm } from '../e2e/support/use-farm.ts';
import { permissionsFor } from './iam-actions.ts';
import { byChance, uncalled } from './uncalled.ts';

interface CallCount {
  accessKeyId: string;
  service: string;
  action: string;
}

const song = scripted([{ media: { name: 'video.mp4' } }]);
const use = useFarm({ canary: { job: song } });
const names = namesOf(dev, '000000000000');

/** Role by the access key that the loopback gave to each principal. */
const roleOf = (accessKeyId: string): string | undefined => {
  if (accessKeyId === 'job-server') return names.roles.server;
  if (accessKeyId === `ASIA-${names.scaleFunction}`) return names.roles.scale;
  if (accessKeyId === `ASIA-${names.lifecycleFunction}`) return names.roles.lifecycle;
  if (accessKeyId === `ASIA-${names.canaryFunction}`) return names.roles.canary;
  return /^ASIA[0-9a-fA-F]{16}$/.test(accessKeyId) ? names.roles.agent : undefined;
};

const granted = (role: string): Set<string> => {
  const policy = allPolicies(names).find(({ of }) => of === role);
  return new Set(
    (policy?.statements ?? []).filter(({ effect }) => effect !== 'Deny').flatMap(({ actions }) => actions),
  );
};

/** A canary, a job that succeeds with an uploaded asset, one of segments, one that fails, one that is canceled, a batch, then an empty farm. */
const runEverything = async (): Promise<Map<string, Set<string>>> => {
  const { farm } = use;
  await farm.client.createAsset({ name: 'a.bin', contentType: 'application/octet-stream', bytes: 3 });
  const hang = await farm.client.submit(scripted([{ hang: { progressEveryMs: 50 } }]));
  await untilPhase(farm, hang.id, 'rendering');
  await farm.client.cancel(hang.id);
  const jobs = [
    await farm.client.submit(scripted([{ progress: { frames: 3, everyMs: 10 } }])),
    await farm.client.submit(scripted([{ progress: { frames: 3, everyMs: 10 } }], { segments: 3, frames: 30 })),
    await farm.client.submit(scripted([{ exit: 20 }])),
  ];
  await renderBatch();
  for (const job of jobs) await untilEnded(farm, job.id, 120_000);
  // It asks nothing of a farm that sleeps: a job wakes the farm first.
  await until(
    'the canary to sing',
    async () => {
      const job = await farm.client.submit(scripted([]));
      await untilEnded(farm, job.id, 120_000);
      return (await sing(farm, job.id)).kind === 'succeeded';
    },
    120_000,
  );
  await until('an empty fleet', async () => (await listInstances(farm)).every(({ state }) => state === 'gone'), 90_000);
  const { calls } = (await control(farm, 'GET', 'calls')) as { calls: CallCount[] };
  const made = new Map<string, Set<string>>();
  for (const { accessKeyId, service, action } of calls) {
    const role = roleOf(accessKeyId);
    if (role === undefined) continue;
    const of = made.get(role) ?? new Set<string>();
    for (const permission of permissionsFor(service, action)) of.add(permission);
    made.set(role, of);
  }
  return made;
};

/** All or nothing, so that its rows lie in the bucket meanwhile. */
async function renderBatch(): Promise<void> {
  const { client, url, key } = use.farm;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const rows = [scripted([{ progress: { frames: 1, everyMs: 10 } }]), scripted([{ exit: 20 }])];
  const body = JSON.stringify({ mode: 'all-or-nothing', rows });
  const reply = await fetch(`${url}/v1/batches`, { method: 'POST', headers, body });
  const { id } = (await reply.json()) as { id: string };
  await until('the end of the batch', async () => (await client.batch(id)).isOver === true, 120_000);
}

describe('the permissions of each service', () => {
  it('are what it calls in a whole run, and nothing more without a because', async () => {
    const made = await runEverything();
    const roles = [names.roles.server, names.roles.scale, names.roles.lifecycle, names.roles.canary, names.roles.agent];
    const problems = roles.flatMap((role) => {
      const [has, calls, excused] = [granted(role), made.get(role) ?? new Set<string>(), uncalled[role] ?? {}];
      return [
        ...[...calls]
          .filter((action) => !has.has(action))
          .map((action) => `${role} calls ${action} without permission`),
        ...[...has]
          .filter((action) => !calls.has(action) && excused[action] === undefined && byChance[action] === undefined)
          .map((action) => `${role} may ${action} and never does`),
        ...Object.keys(excused)
          .filter((action) => !has.has(action) || (calls.has(action) && byChance[action] === undefined))
          .map((action) => `${role}: ${action} needs no because any more`),
      ];
    });
    expect(problems.sort()).toEqual([]);
  }, 240_000);
});
