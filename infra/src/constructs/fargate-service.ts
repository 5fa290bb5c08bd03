/** The job server on Fargate: at least two tasks, no root, nothing to write to, and a deployment that fails is undone. */
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster/index.js';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service/index.js';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition/index.js';
import { type Server } from '@reelyard/environments';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { jobServerExecutionPolicy } from '../policies/job-server-execution.ts';
import { jobServerPolicy } from '../policies/job-server.ts';
import { serverPort } from '../service-environment.ts';
import { type LoadBalancer } from './load-balancer.ts';
import { LogGroup } from './log-group.ts';
import { Role } from './role.ts';
import { anywhere, SecurityGroup } from './security-group.ts';

export interface FargateServiceProps {
  names: Names;
  server: Server;
  image: string;
  variables: Readonly<Record<string, string>>;
  /** Variables that ECS reads from parameters at the start of a task, by the ARN of the parameter. */
  secrets: Readonly<Record<string, string>>;
  vpcId: string;
  subnetIds: string[];
  loadBalancer: LoadBalancer;
  logDays: number;
}

const container = 'server';
/** The server drains for 15 s and then has 25 s to end. */
const stopSeconds = 60;
/** A user that no image needs to know. */
const user = '10001:10001';

export class FargateService extends Construct {
  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { names, server, loadBalancer } = props;
    const group = this.#addGroup(props);
    const task = this.#addTask(props);
    const cluster = new EcsCluster(this, 'cluster', {
      name: names.cluster,
      setting: [{ name: 'containerInsights', value: 'enabled' }],
    });
    new EcsService(this, 'service', {
      name: names.service,
      cluster: cluster.arn,
      taskDefinition: task.arn,
      launchType: 'FARGATE',
      desiredCount: server.minTasks,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: 30,
      enableExecuteCommand: false,
      propagateTags: 'SERVICE',
      networkConfiguration: { subnets: props.subnetIds, securityGroups: [group.id], assignPublicIp: false },
      loadBalancer: [
        { targetGroupArn: loadBalancer.targetGroupArn, containerName: container, containerPort: serverPort },
      ],
      // Autoscaling's to change.
      lifecycle: { ignoreChanges: ['desired_count'] },
      dependsOn: loadBalancer.listeners,
    });
  }

  #addGroup({ names, vpcId, loadBalancer }: FargateServiceProps): SecurityGroup {
    const group = new SecurityGroup(this, 'group', {
      name: names.service,
      description: 'The job server',
      vpcId,
    });
    group.allowFrom('load-balancer', { group: loadBalancer.group }, serverPort, 'From the load balancer alone');
    group.allowTo('tls', anywhere, 443, 'AWS, and the addresses that clients want to be called at');
    loadBalancer.group.allowTo('server', { group }, serverPort, 'To the job server alone');
    return group;
  }

  #addTask(props: FargateServiceProps): EcsTaskDefinition {
    const { names, server, logDays, secrets } = props;
    const logs = new LogGroup(this, 'logs', { name: names.logGroups.server, days: logDays });
    const role = (kind: 'server' | 'serverExecution', description: string): Role =>
      new Role(this, kind, {
        names,
        name: names.roles[kind],
        description,
        service: 'ecs-tasks.amazonaws.com',
        policy: kind === 'server' ? jobServerPolicy(names) : jobServerExecutionPolicy(names, Object.values(secrets)),
      });
    return new EcsTaskDefinition(this, 'task', {
      family: names.service,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(server.cpu),
      memory: String(server.memoryMib),
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
      taskRoleArn: role('server', 'The job server').arn,
      executionRoleArn: role('serverExecution', 'ECS on behalf of the job server').arn,
      containerDefinitions: JSON.stringify([describeContainer(props, logs.name)]),
    });
  }
}

function describeContainer({ image, names, variables, secrets }: FargateServiceProps, logGroup: string): unknown {
  const logOptions = {
    'awslogs-group': logGroup,
    'awslogs-region': names.region,
    'awslogs-stream-prefix': container,
    // A log that cannot be written must not stop a request.
    mode: 'non-blocking',
    'max-buffer-size': '4m',
  };
  return {
    name: container,
    image,
    essential: true,
    user,
    readonlyRootFilesystem: true,
    privileged: false,
    linuxParameters: { initProcessEnabled: true, capabilities: { add: [], drop: ['ALL'] } },
    portMappings: [{ containerPort: serverPort, hostPort: serverPort, protocol: 'tcp' }],
    environment: Object.entries(variables)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => ({ name, value })),
    ...(Object.keys(secrets).length === 0
      ? {}
      : { secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })) }),
    logConfiguration: { logDriver: 'awslogs', options: logOptions },
    stopTimeout: stopSeconds,
    mountPoints: [],
    systemControls: [],
    volumesFrom: [],
  };
}
