/** Everything says what it belongs to: stacks through their provider, instances and disks through what launches them. */
import { type Attributes, blocks, ofType, type Problem, type Rule, type Tree } from './rule.ts';

const wanted = ['reelyard:environment', 'reelyard:stack', 'reelyard:managed-by'];
const launched = ['instance', 'volume'];

export const tags: Rule = {
  name: 'tags',
  check: (tree) => [
    ...providerProblems(tree),
    ...ofType(tree, 'aws_launch_template')
      .filter(({ attributes }) => !launched.every((kind) => isTagged(attributes, kind)))
      .map(({ address }) => ({
        address,
        message: `launches what nobody owns — tag ${launched.join(' and ')} in tagSpecifications`,
      })),
    ...ofType(tree, 'aws_autoscaling_group')
      .filter(({ attributes }) => !hasAll(blocks(attributes['tag']).map((tag) => String(tag['key']))))
      .map(({ address }) => ({ address, message: `lacks tags — add ${wanted.join(', ')} to its tag blocks` })),
  ],
};

function providerProblems({ providers }: Tree): Problem[] {
  const isTagging = (provider: Attributes): boolean =>
    blocks(provider['default_tags']).some((block) => hasAll(Object.keys((block['tags'] as object | undefined) ?? {})));
  const untagged = providers.filter((provider) => !isTagging(provider));
  return untagged.map((provider) => ({
    address: `provider.aws ${String(provider['alias'] ?? '')}`.trim(),
    message: `tags nothing — set defaultTags with ${wanted.join(', ')}`,
  }));
}

function isTagged(attributes: Attributes, kind: string): boolean {
  return blocks(attributes['tag_specifications']).some(
    (block) => block['resource_type'] === kind && hasAll(Object.keys((block['tags'] as object | undefined) ?? {})),
  );
}

function hasAll(keys: readonly string[]): boolean {
  return wanted.every((tag) => keys.includes(tag));
}
