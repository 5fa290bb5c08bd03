import { beforeAll, describe, expect, it } from '@jest/globals';
import { dev, type Environment, prod } from '@reelyard/environments';
import { synthesized, type Synthesized } from './testing/synthesized.ts';

type Field = keyof Environment;

const fields = [...new Set([...Object.keys(dev), ...Object.keys(prod)])] as Field[];
const differing = fields.filter(
  (field) =>
    field !== 'name' && JSON.stringify((dev as Environment)[field]) !== JSON.stringify((prod as Environment)[field]),
);

/** Kinds of resources that prod has and dev has not, by the datum that asks for them. */
const explained: Partial<Record<Field, readonly string[]>> = {
  edge: ['aws_acm_certificate', 'aws_acm_certificate_validation', 'aws_route53_record'],
  delivery: [
    'aws_acm_certificate',
    'aws_acm_certificate_validation',
    'aws_cloudfront_distribution',
    'aws_cloudfront_key_group',
    'aws_cloudfront_origin_access_control',
    'aws_cloudfront_public_key',
    'aws_route53_record',
  ],
  operations: ['aws_sns_topic_subscription'],
};

function kindsOf(stacks: Synthesized): Set<string> {
  return new Set([...stacks.values()].flatMap(({ resource }) => Object.keys(resource)));
}

/** All stacks with the name of their environment taken out of them. */
function textOf(stacks: Synthesized, name: string): string {
  const decoded = JSON.stringify([...stacks], (key, value: unknown) =>
    key === 'user_data' ? Buffer.from(String(value), 'base64').toString('utf8') : value,
  );
  return decoded.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'NAME');
}

function firstDifference(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return `${one.slice(at - 100, at + 40)} | ${other.slice(at, at + 40)}`;
}

describe('dev and prod', () => {
  let ofDev: Synthesized;
  const withOne = (field: Field): Synthesized =>
    synthesized({ ...dev, [field]: (prod as Environment)[field] } as Environment);
  beforeAll(() => {
    ofDev = synthesized(dev);
  });

  it('are the same code: the name of an environment decides nothing but names', () => {
    const state = { kind: 's3', bucket: 'states' } as const;
    const [one, other] = ['prod', 'elsewhere'].map((name) => textOf(synthesized({ ...prod, state, name }), name));
    expect(firstDifference(one ?? '', other ?? '')).toBeUndefined();
  });

  it.each(differing)('differ in `%s`, which is a difference of what is deployed', (field) => {
    const changed = withOne(field);
    expect(textOf(changed, 'dev') === textOf(ofDev, 'dev')).toBe(false);
    const more = [...kindsOf(changed)].filter((kind) => !kindsOf(ofDev).has(kind));
    expect(more.sort()).toEqual(explained[field] ?? []);
  });

  it('have no other kinds of resources than their data ask for', () => {
    const more = [...kindsOf(synthesized(prod))].filter((kind) => !kindsOf(ofDev).has(kind));
    expect(more.sort()).toEqual([...new Set(Object.values(explained).flat())].sort());
  });
});
