/** The role of an instance, as EC2 hands it out. */
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { agentPolicy } from '../policies/agent.ts';
import { Role } from './role.ts';

export class InstanceProfile extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { names }: { names: Names }) {
    super(scope, id);
    const role = new Role(this, 'role', {
      names,
      name: names.roles.agent,
      description: 'An instance of the fleet and the render agent on it',
      service: 'ec2.amazonaws.com',
      policy: agentPolicy(names),
    });
    this.arn = new IamInstanceProfile(this, 'profile', { name: names.roles.agent, role: role.name }).arn;
  }
}
