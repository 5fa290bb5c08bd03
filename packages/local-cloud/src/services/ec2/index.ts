/** Amazon EC2 as far as a render farm uses it: instances, launch templates, tags, and a small believable network. */
import { computeOf } from '../../instances/compute.ts';
import { registerComputeRoutes } from '../../instances/control-routes.ts';
import { type Host, type Service } from '../../service.ts';
import { queryService } from '../query/query-service.ts';
import { accountActions } from './account-actions.ts';
import { instanceActions } from './instance-actions.ts';
import { launchTemplatesOf } from './launch-templates.ts';
import { templateActions } from './template-actions.ts';

export function ec2(host: Host): Service {
  const compute = computeOf(host);
  registerComputeRoutes(host.control, compute);
  const templates = launchTemplatesOf(host);
  return queryService({
    names: ['ec2'],
    namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    dialect: 'ec2',
    actions: {
      ...instanceActions(host, compute, templates),
      ...templateActions(host, templates),
      ...accountActions(host, compute),
    },
    start: () => compute.startAll(),
    stop: () => compute.stopAll(),
  });
}
