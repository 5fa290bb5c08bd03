import { beforeAll, describe, expect, it } from '@jest/globals';
import { dev, type Environment, prod, rehearsal } from '@reelyard/environments';
import { resourcesOf, synthesized, type Synthesized } from './testing/synthesized.ts';

interface Container {
  secrets?: { name: string; valueFrom: string }[];
  environment: { name: string }[];
}

function containerOf(stacks: Synthesized): Container {
  const [task] = resourcesOf(stacks, 'aws_ecs_task_definition');
  const [container] = JSON.parse(String(task?.['container_definitions'])) as Container[];
  if (!container) throw new Error('no container');
  return container;
}

const policiesOf = (stacks: Synthesized): string => JSON.stringify(resourcesOf(stacks, 'aws_iam_role_policy'));
const nameOf = (arn: string): string => arn.slice(arn.indexOf(':parameter') + ':parameter'.length);

describe('an environment with a CDN', () => {
  let stacks: Synthesized;
  beforeAll(() => {
    stacks = synthesized(prod);
  });

  it('has ECS read domain, key id and private key when a task starts, and no text of Terraform’s holds the key', () => {
    const { secrets = [], environment } = containerOf(stacks);
    expect(secrets.map(({ name, valueFrom }) => [name, nameOf(valueFrom)])).toEqual([
      ['DELIVERY_DOMAIN', '/reelyard/prod/delivery/domain'],
      ['DELIVERY_KEY_PAIR_ID', '/reelyard/prod/delivery/key-pair-id'],
      ['DELIVERY_PRIVATE_KEY', '/reelyard/prod/delivery/private-key'],
    ]);
    expect(environment.filter(({ name }) => name.startsWith('DELIVERY'))).toEqual([]);
    const made = resourcesOf(stacks, 'aws_ssm_parameter').map(({ name }) => name);
    expect(made).toContain('/reelyard/prod/delivery/key-pair-id');
    expect(made).not.toContain('/reelyard/prod/delivery/private-key');
    expect(policiesOf(stacks).match(/ReadDeliveryKey/g)).toHaveLength(1);
  });

  it('keeps what has signed as it is while a new key takes over', () => {
    const [old = ''] = [prod.delivery.publicKey];
    const rotated: Environment = {
      ...prod,
      delivery: { ...prod.delivery, publicKey: rehearsal.delivery.publicKey, retiringKeys: [old] },
    };
    const [before] = resourcesOf(stacks, 'aws_cloudfront_public_key');
    const after = resourcesOf(synthesized(rotated), 'aws_cloudfront_public_key');
    expect(after).toHaveLength(2);
    expect(after).toContainEqual(before);
  });
});

describe('an environment without one', () => {
  it.each([dev, rehearsal])('has results at S3: $name', (environment) => {
    const stacks = synthesized(environment);
    expect(containerOf(stacks).secrets).toBeUndefined();
    expect(policiesOf(stacks)).not.toContain('ReadDeliveryKey');
  });
});
