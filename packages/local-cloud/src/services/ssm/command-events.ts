/** The events that tell of a command's and its invocations' changes of status. Shapes: Systems Manager event reference. */
import { type Host } from '../../service.ts';
import { type Command, type Invocation } from './command.ts';

export function tellInvocation(host: Host, command: Command, invocation: Invocation): void {
  const { region, accountId } = host;
  host.emit({
    source: 'aws.ssm',
    'detail-type': 'EC2 Command Invocation Status-change Notification',
    resources: [`arn:aws:ec2:${region}:${accountId}:instance/${invocation.instance}`],
    detail: { ...detailOf(command), 'instance-id': invocation.instance, status: invocation.status },
  });
}

export function tellCommand(host: Host, command: Command): void {
  const { region, accountId } = host;
  host.emit({
    source: 'aws.ssm',
    'detail-type': 'EC2 Command Status-change Notification',
    resources: command.instances.map((id) => `arn:aws:ec2:${region}:${accountId}:instance/${id}`),
    detail: {
      ...detailOf(command),
      'expire-after': new Date(command.expiresAt).toISOString(),
      parameters: JSON.stringify(command.parameters),
      status: command.status,
    },
  });
}

function detailOf(command: Command): Record<string, unknown> {
  return {
    'command-id': command.id,
    'document-name': command.document,
    'requested-date-time': new Date(command.requestedAt).toISOString(),
  };
}
