/** ECS on behalf of the job server: pull its image, write its log, and hand it what it signs URLs of the CDN with. */
import { type Names } from '../names.ts';
import { ownLogs } from './own-logs.ts';
import { type Policy } from './statement.ts';

/** @param parameters ARNs of what ECS puts into the environment of a task */
export function jobServerExecutionPolicy(names: Names, parameters: readonly string[] = []): Policy {
  return {
    of: names.roles.serverExecution,
    statements: [
      {
        sid: 'RegistryLogin',
        actions: ['ecr:GetAuthorizationToken'],
        resources: ['*'],
        because: 'the action has no resource type; the token opens only what the next statement allows',
      },
      {
        sid: 'PullOwnImage',
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [names.arns.repository],
      },
      ownLogs(names, names.logGroups.server),
      ...(parameters.length === 0
        ? []
        : [{ sid: 'ReadDeliveryKey', actions: ['ssm:GetParameters'], resources: parameters }]),
    ],
  };
}
