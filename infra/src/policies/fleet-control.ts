/** What both functions do with instances of our groups: look, bootstrap, reboot, finish hooks. */
import { type Names } from '../names.ts';
import { type Statement } from './statement.ts';

/** Auto Scaling puts a random id into the middle of a group's ARN; the name at its end is exact. */
export const groupIdBecause = 'the random id in the ARN of a group; its name is exact';

export function fleetControl(names: Names): readonly Statement[] {
  const { arns, poolGroups, environment } = names;
  return [
    {
      sid: 'SeeGroups',
      actions: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeWarmPool'],
      resources: ['*'],
      because: 'Auto Scaling has no resource type for its describe actions',
    },
    {
      sid: 'FinishHooks',
      actions: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      resources: poolGroups.map(arns.group),
      because: groupIdBecause,
    },
    {
      sid: 'RunOurDocuments',
      actions: ['ssm:SendCommand'],
      resources: [arns.document(names.bootstrapDocument), arns.document(names.probeDocument)],
    },
    {
      sid: 'RunOnOurInstances',
      actions: ['ssm:SendCommand'],
      resources: [instances(names)],
      conditions: { StringEquals: { 'ssm:resourceTag/reelyard:environment': environment } },
      because: 'instances come and go; the tag that only our groups give is the limit',
    },
    {
      sid: 'FollowCommands',
      actions: ['ssm:CancelCommand', 'ssm:DescribeInstanceInformation', 'ssm:GetCommandInvocation'],
      resources: ['*'],
      because: 'SSM has no resource type for a command that was sent or for a list of instances',
    },
    {
      sid: 'RebootOurInstances',
      actions: ['ec2:RebootInstances'],
      resources: [instances(names)],
      conditions: { StringEquals: { 'aws:ResourceTag/reelyard:environment': environment } },
      because: 'instances come and go; the tag that only our groups give is the limit',
    },
  ];
}

export function instances({ region, account }: Names): string {
  return `arn:aws:ec2:${region}:${account}:instance/*`;
}
