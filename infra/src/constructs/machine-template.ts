/** What an instance of a pool is: IMDSv2 with one hop, an encrypted disk, no public address, and tags that its policies rely on. */
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template/index.js';
import { type Machines } from '@reelyard/environments';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { userData } from '../user-data.ts';

export interface MachineTemplateProps {
  names: Names;
  name: string;
  pool: string;
  machines: Machines;
  instanceType: string;
  profileArn: string;
  securityGroupId: string;
}

export class MachineTemplate extends Construct {
  readonly id: string;
  /** Of the newest version. */
  readonly version: string;

  constructor(scope: Construct, id: string, props: MachineTemplateProps) {
    super(scope, id);
    const { names, machines } = props;
    const tags = machineTags(names, props.pool);
    const template = new LaunchTemplate(this, 'template', {
      name: props.name,
      description: `Instances of the pool ${props.pool}`,
      updateDefaultVersion: true,
      imageId: machines.image,
      instanceType: props.instanceType,
      iamInstanceProfile: { arn: props.profileArn },
      // One hop: what runs in a container on the instance cannot reach its credentials.
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      },
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: 'false',
          deleteOnTermination: 'true',
          securityGroups: [props.securityGroupId],
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { volumeType: 'gp3', volumeSize: machines.diskGib, encrypted: 'true', deleteOnTermination: 'true' },
        },
      ],
      ebsOptimized: 'true',
      monitoring: { enabled: true },
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
      userData: Buffer.from(userData(names.logGroups.agent)).toString('base64'),
    });
    this.id = template.id;
    this.version = String(template.latestVersion);
  }
}

/** The provider's default tags end at the template: what it launches carries its own. */
function machineTags({ prefix, environment }: Names, pool: string): Record<string, string> {
  return {
    Name: `${prefix}-${pool}`,
    'reelyard:environment': environment,
    'reelyard:stack': 'render-fleet',
    'reelyard:managed-by': 'terraform',
    'reelyard:pool': pool,
  };
}
