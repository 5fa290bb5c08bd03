/** Events that move an instance's bootstrap or drain on, of our groups and documents where the event says whose it is. */
import { type Names } from './names.ts';

export interface FleetEvent {
  id: string;
  name: string;
  description: string;
  pattern: unknown;
}

export function fleetEvents({ bootstrapDocument, probeDocument, poolGroups, rules }: Names): readonly FleetEvent[] {
  return [
    {
      id: 'lifecycle-events',
      name: rules.lifecycle,
      description: 'Hooks of our groups, and launches that failed',
      pattern: {
        source: ['aws.autoscaling'],
        'detail-type': [
          'EC2 Instance-launch Lifecycle Action',
          'EC2 Instance-terminate Lifecycle Action',
          'EC2 Instance Launch Unsuccessful',
        ],
        detail: { AutoScalingGroupName: poolGroups },
      },
    },
    {
      id: 'commands-events',
      name: rules.commands,
      description: 'Our documents on an instance',
      pattern: {
        source: ['aws.ssm'],
        'detail-type': ['EC2 Command Invocation Status-change Notification'],
        detail: { 'document-name': [bootstrapDocument, probeDocument] },
      },
    },
    // They name an instance and nothing that tells whose; the function leaves those it does not know.
    {
      id: 'spot-events',
      name: rules.spot,
      description: 'Spot notices of any instance',
      pattern: {
        source: ['aws.ec2'],
        'detail-type': ['EC2 Spot Instance Interruption Warning', 'EC2 Instance Rebalance Recommendation'],
      },
    },
  ];
}
