/**
 * What the stacks of an environment look up of each other, made in an emulated AWS by name and tag alone: network, queues, load balancer, and the
 * bucket of the state. With them every stack can be planned as if those of earlier waves had been applied.
 */
import { CreateSubnetCommand, CreateVpcCommand, type ResourceType, type Tag } from '@aws-sdk/client-ec2';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { type Environment } from '@reelyard/environments';
import { type Names, namesOf } from '@reelyard/infra';
import { type Clients, createClients, destroyClients } from '../farm/provision/context.ts';
import { given } from './between-clouds.ts';
import { callEmulated } from './signed-call.ts';

/** The account that moto server is. */
const account = '123456789012';

export async function seedLookUps(endpoint: string, environment: Environment): Promise<void> {
  const clients = createClients(endpoint, environment.region);
  const names = namesOf(environment, account);
  try {
    await seedState(clients, environment);
    const { laneQueues, eventsQueue, lifecycleQueue, deadQueue } = names;
    for (const QueueName of [...Object.values(laneQueues), eventsQueue, lifecycleQueue, deadQueue])
      await clients.sqs.send(new CreateQueueCommand({ QueueName }));
    const network = await seedNetwork(clients, environment, names);
    await seedLoadBalancer(endpoint, environment.region, { names, ...network });
  } finally {
    destroyClients(clients);
  }
}

async function seedState({ s3 }: Clients, { state, region }: Environment): Promise<void> {
  if (state.kind !== 's3') return;
  const place =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  await s3.send(new CreateBucketCommand({ Bucket: state.bucket, ...place }));
}

interface SeededNetwork {
  vpcId: string;
  /** One public subnet per zone. */
  subnetIds: string[];
}

/** A /24 per subnet, public ones first: only ids and tags are asked for. */
async function seedNetwork({ ec2 }: Clients, { network }: Environment, { tags }: Names): Promise<SeededNetwork> {
  const tagged = (ResourceType: ResourceType, Tags: Tag[]) => ({ TagSpecifications: [{ ResourceType, Tags }] });
  const { Vpc } = await ec2.send(
    new CreateVpcCommand({ CidrBlock: network.cidr, ...tagged('vpc', [{ Key: 'Name', Value: tags.vpc }]) }),
  );
  const vpcId = given(Vpc?.VpcId, 'id of the VPC');
  const addSubnet = async (tier: string, AvailabilityZone: string, third: number): Promise<string> => {
    const CidrBlock = network.cidr.replace(/\.0\.0\/16$/, `.${third}.0/24`);
    const tag = tagged('subnet', [{ Key: 'reelyard:tier', Value: tier }]);
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, AvailabilityZone, CidrBlock, ...tag }));
    return given(Subnet?.SubnetId, 'id of the subnet');
  };
  const subnetIds: string[] = [];
  for (const [at, zone] of network.zones.entries()) {
    subnetIds.push(await addSubnet(tags.publicTier, zone, at));
    await addSubnet(tags.privateTier, zone, 100 + at);
  }
  return { vpcId, subnetIds };
}

async function seedLoadBalancer(
  endpoint: string,
  region: string,
  { names, vpcId, subnetIds }: SeededNetwork & { names: Names },
): Promise<void> {
  const call = (Action: string, query: Record<string, string>): Promise<string> =>
    callEmulated(endpoint, region, {
      service: 'elasticloadbalancing',
      query: { Action, Version: '2015-12-01', ...query },
    });
  const subnets = subnetIds.map((id, at): [string, string] => [`Subnets.member.${at + 1}`, id]);
  await call('CreateLoadBalancer', { Name: names.loadBalancer, ...Object.fromEntries(subnets) });
  const server = { Name: names.targetGroup, Protocol: 'HTTP', Port: '8080', TargetType: 'ip', VpcId: vpcId };
  await call('CreateTargetGroup', server);
}
