import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { DeleteParameterCommand, GetParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listSung, sing } from './support/canary.ts';
import { control, listInstances, scripted, type TestFarm, until, untilEnded } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

/** A machine boots within it, also while this one is busy. */
const bootMs = 120_000;
const patienceMs = 2 * bootMs;

const isUp = { state: 'ready', directive: { kind: 'work' } };

/**
 * Jobs until there is a machine that is up: an agent claims as soon as it runs, which the scaler may hear of later, and one that is about to be parked
 * may still take a job.
 */
const wake = (farm: TestFarm): Promise<boolean> =>
  until(
    'a machine that is up',
    async () => {
      const { id } = await farm.client.submit(scripted([]));
      await untilEnded(farm, id, bootMs);
      return (await listInstances(farm)).some(
        ({ state, directive }) => state === isUp.state && directive.kind === isUp.directive.kind,
      );
    },
    bootMs,
  );

describe('the canary of a farm', () => {
  const song = scripted([{ progress: { frames: 3, everyMs: 10 } }, { media: { name: 'video.mp4' } }]);
  const use = useFarm({ canary: { job: song } });

  it('does not wake a farm that sleeps', async () => {
    expect(await sing(use.farm, 'asleep')).toMatchObject({ kind: 'skipped' });
    expect(await listInstances(use.farm)).toEqual([]);
    await until('its report', () => Promise.resolve(listSung(use.farm, 'canary.skipped').includes(1)));
    expect(listSung(use.farm, 'canary.failed')).toEqual([0]);
  });

  it(
    'gets a video from one that is awake, checks it, and says how long a client would have waited',
    async () => {
      const { farm } = use;
      await wake(farm);
      expect(await listInstances(farm)).toMatchObject([isUp]);
      const end = await sing(farm, 'awake');
      if (end.kind !== 'succeeded') throw new Error(JSON.stringify(end));
      expect(end.seconds).toBeGreaterThan(0);
      await until('its report', () => Promise.resolve(listSung(farm, 'canary.e2e_seconds').includes(end.seconds)));
      expect(listSung(farm, 'canary.failed').at(-1)).toBe(0);
      const jobs = await farm.ledger.listTasks(end.jobId);
      expect(jobs).toMatchObject([{ state: 'done' }]);
    },
    patienceMs,
  );

  it('asks once, however often its schedule calls for one instant', async () => {
    const ends = await Promise.all([sing(use.farm, 'twice'), sing(use.farm, 'twice')]);
    const jobs = ends.flatMap((end) => (end.kind === 'succeeded' ? [end.jobId] : []));
    expect(new Set(jobs).size).toBe(1);
    // One that comes late may find the farm asleep again, and asks nothing.
    expect(ends.every(({ kind }) => kind === 'succeeded' || kind === 'skipped')).toBe(true);
  });

  it('sings when its schedule fires, for that instant', async () => {
    await control(use.farm, 'POST', `schedules/${use.farm.names.canarySchedule}`);
    const log = join(use.farm.dir, 'cloud/function-logs', `${use.farm.names.canaryFunction}.log`);
    // Not the next report at all: those of the runs before may come late.
    const itsReport = /"slot":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"[^\n]*"canary\.failed":/;
    await until('the report of its instant', async () => itsReport.test(readFileSync(log, 'utf8')));
  });

  it(
    'finds the job server where it is after a restart',
    async () => {
      const { farm } = use;
      farm.jobServer.signal('SIGKILL');
      await farm.jobServer.exited;
      await farm.restartJobServer();
      await wake(farm);
      expect(await sing(farm, 'moved')).toMatchObject({ kind: 'succeeded' });
    },
    patienceMs,
  );

  it('has its key in a SecureString, and fails with the command that makes one when it is not there', async () => {
    const { farm } = use;
    const Name = farm.names.canaryKeyParameter;
    const { Parameter } = await farm.clients.ssm.send(new GetParameterCommand({ Name }));
    expect(Parameter?.Type).toBe('SecureString');
    expect(Parameter?.Value).not.toContain('ryk_');
    await farm.clients.ssm.send(new DeleteParameterCommand({ Name }));
    const FunctionName = farm.names.canaryFunction;
    await farm.clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 599 }));
    await expect(sing(farm, 'keyless')).rejects.toThrow('make it by `npm run reelyard -- keys create --for canary');
    await until('its report', () => Promise.resolve(listSung(farm, 'canary.failed').at(-1) === 1));
  });
});

describe('the canary of a farm whose engine is broken', () => {
  const use = useFarm({ canary: { job: scripted([{ exit: 20 }]) } });

  it(
    'fails twice in a row, which is what pages',
    async () => {
      const { farm } = use;
      await wake(farm);
      for (const slot of ['first', 'second'])
        expect(await sing(farm, slot)).toMatchObject({ kind: 'failed', code: 'job-failed' });
      await until('both reports', () => Promise.resolve(listSung(farm, 'canary.failed').length >= 2));
      expect(listSung(farm, 'canary.failed')).toEqual([1, 1]);
      expect(listSung(farm, 'canary.e2e_seconds')).toEqual([]);
    },
    patienceMs,
  );
});
