import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { control, listInstances, scripted, until, untilEnded } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

const use = useFarm();

const readParameter = async (name: string) => {
  const reply = await use.farm.clients.ssm.send(new GetParameterCommand({ Name: name }));
  return reply.Parameter?.Value ?? '';
};
const writeParameter = (name: string, value: string) =>
  use.farm.clients.ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }));

describe('an instance that cannot be bootstrapped', () => {
  it('is abandoned when its engine package has another digest, and the job waits for one that can', async () => {
    const engine = await readParameter(use.farm.names.engineParameter);
    const broken = JSON.stringify({ ...(JSON.parse(engine) as object), sha256: 'a'.repeat(64) });
    await writeParameter(use.farm.names.engineParameter, broken);

    const job = await use.farm.client.submit(scripted([]));
    const failed = await until('a bootstrap with exit code 20', async () =>
      (await listInstances(use.farm)).find((instance) => instance.boot.result?.code === 20),
    );
    await writeParameter(use.farm.names.engineParameter, engine);
    expect(failed.boot.result).toMatchObject({ ok: false, message: expect.stringContaining('SHA-256') });
    expect((await use.farm.client.job(job.id)).state).toBe('queued');
    await until('the broken instance gone', async () => {
      const row = await use.farm.ledger.findInstance(failed.pool, failed.id);
      return row === undefined || row.state === 'gone' || row.state === 'terminating';
    });
    expect((await untilEnded(use.farm, job.id, 120_000)).state).toBe('succeeded');
  }, 200_000);

  it('is sent its bootstrap again when the network failed it, and serves then', async () => {
    await until(
      'an empty fleet',
      async () => (await listInstances(use.farm)).every((instance) => instance.state === 'gone'),
      90_000,
    );
    await control(use.farm, 'POST', 'faults', {
      kind: 'error500',
      match: { service: 's3', instanceOrKey: 'ASIA' },
    });
    const job = await use.farm.client.submit(scripted([]));
    await until('a bootstrap with exit code 10', async () =>
      (await listInstances(use.farm)).some(
        (instance) => instance.boot.sends === 1 && instance.boot.retryAt !== undefined,
      ),
    );
    await control(use.farm, 'DELETE', 'faults');
    expect((await untilEnded(use.farm, job.id, 120_000)).state).toBe('succeeded');
  }, 240_000);
});
