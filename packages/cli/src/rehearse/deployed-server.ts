/** The job server as ECS was told to run it. */
import { callEmulated } from './signed-call.ts';

export interface DeployedServer {
  service: string;
  image: string;
  environment: Record<string, string>;
}

interface Container {
  image: string;
  environment?: { name: string; value: string }[];
}

const ecs = 'AmazonEC2ContainerServiceV20141113';

/** @param prefix of the cluster and its one service */
export async function readDeployedServer(endpoint: string, region: string, prefix: string): Promise<DeployedServer> {
  const ask = async <T>(action: string, body: unknown): Promise<T> =>
    JSON.parse(await callEmulated(endpoint, region, { service: 'ecs', target: `${ecs}.${action}`, body })) as T;
  const { serviceArns } = await ask<{ serviceArns: string[] }>('ListServices', { cluster: prefix });
  const { services } = await ask<{ services: { serviceName: string; taskDefinition: string }[] }>('DescribeServices', {
    cluster: prefix,
    services: serviceArns,
  });
  const [service] = services;
  if (!service || services.length > 1) throw new Error(`${prefix} has ${services.length} services, one was deployed`);
  const { taskDefinition } = await ask<{ taskDefinition: { containerDefinitions: Container[] } }>(
    'DescribeTaskDefinition',
    { taskDefinition: service.taskDefinition },
  );
  const [container] = taskDefinition.containerDefinitions;
  if (!container) throw new Error(`${service.taskDefinition} has no container`);
  const variables = (container.environment ?? []).map(({ name, value }) => [name, value]);
  return {
    service: service.serviceName,
    image: container.image,
    environment: Object.fromEntries(variables) as Record<string, string>,
  };
}
