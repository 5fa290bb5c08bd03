/**
 * Policies name actions and resources. A resource with a wildcard is one of ours with a because: its Sid is known. What AWS manages
 * is not: it grows without us.
 */
import { ofType, type Problem, type Resource, type Rule } from './rule.ts';

interface PolicyStatement {
  Sid?: string;
  Effect?: string;
  Principal?: unknown;
  Action?: string | string[];
  NotAction?: unknown;
  Resource?: string | string[];
  NotResource?: unknown;
  Condition?: unknown;
}

const policyAttributes = ['policy', 'assume_role_policy', 'access_policy', 'policy_document'];

/** @param explained Sids of the statements that say why a resource is a wildcard */
export function wildcards(explained: ReadonlySet<string>): Rule {
  return {
    name: 'wildcards',
    check: (tree) => [
      ...tree.resources.flatMap((resource) => policyProblems(resource, explained)),
      ...ofType(tree, 'aws_iam_role_policy_attachment', 'aws_iam_policy_attachment').map(({ address }) => ({
        address,
        message: 'attaches a policy that others change — write its actions into a file in policies/',
      })),
    ],
  };
}

function policyProblems({ address, attributes }: Resource, explained: ReadonlySet<string>): Problem[] {
  return policyAttributes
    .flatMap((name) => statementsOf(attributes[name]))
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => statementProblems(statement, explained))
    .map((message) => ({ address, message }));
}

function statementsOf(text: unknown): PolicyStatement[] {
  if (typeof text !== 'string' || !text.startsWith('{')) return [];
  const { Statement = [] } = JSON.parse(text) as { Statement?: PolicyStatement | PolicyStatement[] };
  return [Statement].flat();
}

function statementProblems(statement: PolicyStatement, explained: ReadonlySet<string>): string[] {
  const { Sid = 'without a Sid', Action = [], Resource = [] } = statement;
  const problems: string[] = [];
  if ([Action].flat().some((action) => action.includes('*')) || statement.NotAction !== undefined)
    problems.push(`statement ${Sid} has a wildcard action — spell out the actions that are used`);
  const isWide = [Resource].flat().some((resource) => resource.includes('*')) || statement.NotResource !== undefined;
  if (isWide && !explained.has(Sid))
    problems.push(`statement ${Sid} has a wildcard resource — name it, or say why not in its because in policies/`);
  if (isEverybody(statement.Principal) && statement.Condition === undefined)
    problems.push(`statement ${Sid} is for everybody — name the principal, or add a condition`);
  return problems;
}

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return Object.values(principal).flat().includes('*');
}
