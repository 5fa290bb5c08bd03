/** Amazon EC2 Auto Scaling: groups, lifecycle hooks, warm pools, over the instances of `src/instances`. */
import { computeOf } from '../../instances/compute.ts';
import { type Host, type Service } from '../../service.ts';
import { launchTemplatesOf } from '../ec2/launch-templates.ts';
import { queryService } from '../query/query-service.ts';
import { Fleet } from './fleet.ts';
import { groupActions } from './group-actions.ts';
import { hookActions } from './hook-actions.ts';
import { memberActions } from './member-actions.ts';

export function autoscaling(host: Host): Service {
  const compute = computeOf(host);
  const templates = launchTemplatesOf(host);
  const fleet = new Fleet(host, compute, templates);
  return queryService({
    names: ['autoscaling'],
    namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    dialect: 'aws',
    actions: { ...groupActions(host, fleet, templates), ...hookActions(host, fleet), ...memberActions(fleet) },
    async start() {
      await compute.startAll();
      fleet.start();
    },
    async stop() {
      fleet.stop();
      await compute.stopAll();
    },
  });
}
