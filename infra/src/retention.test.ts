import { describe, expect, it } from '@jest/globals';
import { dev, type Environment, prod, rehearsal } from '@reelyard/environments';
import { resourcesOf, synthesized } from './testing/synthesized.ts';

interface Container {
  environment: { name: string; value: string }[];
}

const DAY_SECONDS = 86_400;

describe('results of jobs', () => {
  it.each([dev, prod, rehearsal] as readonly Environment[])(
    'are promised by the server of $name for exactly as long as the bucket keeps them',
    (environment) => {
      const stacks = synthesized(environment);
      const [task] = resourcesOf(stacks, 'aws_ecs_task_definition');
      const [container] = JSON.parse(String(task?.['container_definitions'])) as Container[];
      const promised = container?.environment.find(({ name }) => name === 'RETENTION_DAYS')?.value;
      const buckets = resourcesOf(stacks, 'aws_s3_bucket_lifecycle_configuration');
      const artifacts = buckets.find(({ bucket }) => JSON.stringify(bucket).includes('artifacts'));
      const [rule] = artifacts?.['rule'] as { filter: unknown; expiration: { days: number }[] }[];
      expect(rule?.filter).toEqual([{ prefix: '' }]);
      expect(rule?.expiration.map(({ days }) => days * DAY_SECONDS)).toEqual([Number(promised) * DAY_SECONDS]);
    },
    60_000,
  );

  it('need the table’s own clean-up for counters alone: it is switched on for the attribute that they carry', () => {
    const [table] = resourcesOf(synthesized(dev), 'aws_dynamodb_table');
    expect(table?.['ttl']).toMatchObject({ attribute_name: 'ttl', enabled: true });
  });
});
