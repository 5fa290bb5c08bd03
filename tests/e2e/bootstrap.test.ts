import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { control, listInstances, scripted, startTestFarm, type TestFarm, until, untilEnded } from './support/farm.ts';

let farm: TestFarm;

beforeAll(async () => {
  farm = await startTestFarm();
}, 120_000);

afterAll(() => farm.dispose());

const readParameter = async (name: string) => {
  const reply = await farm.clients.ssm.send(new GetParameterCommand({ Name: name }));
  return reply.Parameter?.Value ?? '';
};
const writeParameter = (name: string, value: string) =>
  farm.clients.ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }));

describe('an instance that cannot be bootstrapped', () => {
  it('is abandoned when its engine package has another digest, and the job waits for one that can', async () => {
    const engine = await readParameter(farm.names.engineParameter);
    const broken = JSON.stringify({ ...(JSON.parse(engine) as object), sha256: 'a'.repeat(64) });
    await writeParameter(farm.names.engineParameter, broken);

    const job = await farm.client.submit(scripted([]));
    const failed = await until('a bootstrap with exit code 20', async () =>
      (await listInstances(farm)).find((instance) => instance.boot.result?.code === 20),
    );
    await writeParameter(farm.names.engineParameter, engine);
    expect(failed.boot.result).toMatchObject({ ok: false, message: expect.stringContaining('SHA-256') });
    expect((await farm.client.job(job.id)).state).toBe('queued');
    await until('the broken instance gone', async () => {
      const row = await farm.ledger.findInstance(failed.pool, failed.id);
      return row === undefined || row.state === 'gone' || row.state === 'terminating';
    });
    expect((await untilEnded(farm, job.id, 120_000)).state).toBe('succeeded');
  }, 200_000);

  it('is sent its bootstrap again when the network failed it, and serves then', async () => {
    await until(
      'an empty fleet',
      async () => (await listInstances(farm)).every((instance) => instance.state === 'gone'),
      90_000,
    );
    await control(farm, 'POST', 'faults', {
      kind: 'error500',
      match: { service: 's3', instanceOrKey: 'ASIA' },
    });
    const job = await farm.client.submit(scripted([]));
    await until('a bootstrap with exit code 10', async () =>
      (await listInstances(farm)).some((instance) => instance.boot.sends === 1 && instance.boot.retryAt !== undefined),
    );
    await control(farm, 'DELETE', 'faults');
    expect((await untilEnded(farm, job.id, 120_000)).state).toBe('succeeded');
  }, 240_000);
});
