/** A role for one service with one inline policy: what a principal may do is read in one place. */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { assumeRolePolicy } from '../policies/assume-role.ts';
import { type Policy, renderPolicy } from '../policies/statement.ts';

export interface RoleProps {
  names: Names;
  name: string;
  description: string;
  /** The service that takes the role, e.g. `lambda.amazonaws.com`. */
  service: string;
  policy: Policy;
}

/** These two send no source account when they take a role. */
const withoutSourceAccount = ['ec2.amazonaws.com', 'lambda.amazonaws.com'];

export class Role extends Construct {
  readonly arn: string;
  readonly name: string;
  /** A user of the role waits for its permissions. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { names, name, description, service, policy }: RoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name,
      description,
      assumeRolePolicy: assumeRolePolicy(service, names, !withoutSourceAccount.includes(service)),
    });
    this.policy = new IamRolePolicy(this, 'policy', { name: 'own', role: role.name, policy: renderPolicy(policy) });
    this.arn = role.arn;
    this.name = role.name;
  }
}
