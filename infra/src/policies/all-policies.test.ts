import { describe, expect, it } from '@jest/globals';
import { prod } from '@reelyard/environments';
import { namesOf } from '../names.ts';
import { agentPolicy } from './agent.ts';
import { allPolicies } from './all-policies.ts';
import { canaryPolicy } from './canary.ts';
import { lifecyclePolicy } from './lifecycle.ts';
import { renderPolicy, type Statement } from './statement.ts';

const names = namesOf(prod, '123456789012');
const policies = allPolicies(names);
const allowed = policies.flatMap(({ of, statements }) =>
  statements.filter(({ effect }) => effect !== 'Deny').map((statement) => ({ of, statement })),
);
const actionsOf = (statements: readonly Statement[]): string[] => statements.flatMap(({ actions }) => [...actions]);

describe('the policies of an environment', () => {
  it('grant no wildcard action', () => {
    expect(actionsOf(allowed.map(({ statement }) => statement)).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('say why wherever a resource is a wildcard, and only there', () => {
    const wrong = allowed.filter(
      ({ statement }) =>
        statement.resources.some((resource) => resource.includes('*')) !== (statement.because !== undefined),
    );
    expect(wrong).toEqual([]);
  });

  it('give every statement of one policy its own Sid of letters and digits', () => {
    for (const { statements } of policies) {
      const sids = statements.map(({ sid }) => sid);
      expect(new Set(sids).size).toBe(sids.length);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    }
  });

  it('fit into what IAM takes for an inline policy of a role', () => {
    for (const policy of policies) expect(renderPolicy(policy).replaceAll(/\s/g, '').length).toBeLessThan(10_240);
  });
});

describe('an instance of the fleet', () => {
  const { statements } = agentPolicy(names);

  it('writes artifacts under its own user id and nowhere else', () => {
    const writes = statements.filter(({ actions }) => actions.includes('s3:PutObject'));
    expect(writes.map(({ resources }) => resources)).toEqual([
      ['arn:aws:s3:::reelyard-prod-artifacts-123456789012/artifacts/${aws:userid}/*'],
    ]);
  });

  it('has no capacity call, no other parameter than its two, and no queue but lanes and events', () => {
    const services = new Set(actionsOf(statements).map((action) => action.split(':')[0]));
    expect([...services].sort()).toEqual(['dynamodb', 'ec2messages', 'logs', 's3', 'sqs', 'ssm', 'ssmmessages']);
    const parameters = statements.filter(({ actions }) => actions.includes('ssm:GetParameter'));
    expect(parameters.flatMap(({ resources }) => resources)).toEqual([
      'arn:aws:ssm:us-east-1:123456789012:parameter/reelyard/prod/agent',
      'arn:aws:ssm:us-east-1:123456789012:parameter/reelyard/prod/engine',
    ]);
  });

  it('keeps its policy variable through Terraform, which reads a single dollar as its own', () => {
    expect(renderPolicy(agentPolicy(names))).toContain('/artifacts/$${aws:userid}/*');
  });
});

describe('capacity', () => {
  it('is changed by the scale function alone, on our groups alone', () => {
    const changers = allowed.filter(({ statement }) => statement.actions.includes('autoscaling:SetDesiredCapacity'));
    expect(changers.map(({ of }) => of)).toEqual(['reelyard-prod-scale']);
    expect(changers[0]?.statement.resources).toEqual(
      ['on-demand', 'spot'].map(
        (pool) =>
          `arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/reelyard-prod-${pool}`,
      ),
    );
  });

  it('is not the lifecycle function’s: it finishes hooks and runs two documents', () => {
    const actions = actionsOf(lifecyclePolicy(names).statements);
    expect(actions.filter((action) => /Desired|Terminate|SetInstance/.test(action))).toEqual([]);
    expect(actions).toContain('autoscaling:CompleteLifecycleAction');
  });
});

describe('the canary', () => {
  const { statements } = canaryPolicy(names);

  it('is a client: it reads the rows of instances and its own key, and writes nothing but its log', () => {
    expect(actionsOf(statements)).toEqual([
      'dynamodb:Query',
      'ssm:GetParameter',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(statements.map(({ resources }) => resources).flat()).toEqual([
      'arn:aws:dynamodb:us-east-1:123456789012:table/reelyard-prod-ledger',
      'arn:aws:ssm:us-east-1:123456789012:parameter/reelyard/prod/canary-key',
      'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/reelyard-prod-canary:log-stream:*',
    ]);
    expect(statements[0]?.conditions).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['F#on-demand', 'F#spot'] },
    });
  });
});

describe('a statement', () => {
  const policy = (statement: Partial<Statement>) => ({
    of: 'somebody',
    statements: [{ sid: 'One', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::films/a'], ...statement }],
  });

  it('with a wildcard action is refused', () => {
    expect(() => renderPolicy(policy({ actions: ['s3:*'] }))).toThrow('spell out what is used');
  });

  it('with an unexplained wildcard resource is refused', () => {
    expect(() => renderPolicy(policy({ resources: ['arn:aws:s3:::films/*'] }))).toThrow('say why not');
  });

  it('is written as AWS gives it back: one value is no list', () => {
    expect(JSON.parse(renderPolicy(policy({})))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Sid: 'One', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::films/a' }],
    });
  });
});
