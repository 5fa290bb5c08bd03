/** A message that nobody can handle ends where somebody looks. */
import { ofType, type Resource, type Rule, type Tree } from './rule.ts';

export const deadLetters: Rule = {
  name: 'dead-letters',
  check: (tree) =>
    ofType(tree, 'aws_sqs_queue')
      .filter((queue) => queue.attributes['redrive_policy'] === undefined && !isOne(queue, tree))
      .map(({ address }) => ({
        address,
        message: 'has no dead-letter queue — give the construct Queue one in deadLetter',
      })),
};

function isOne({ address }: Resource, tree: Tree): boolean {
  return ofType(tree, 'aws_sqs_queue').some(({ attributes }) =>
    String(attributes['redrive_policy']).includes(`${address}.arn`),
  );
}
