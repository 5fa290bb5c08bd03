/** The pools, what their instances are, and what those install. */
import { type Construct } from 'constructs';
import { FarmNetwork } from '../constructs/farm-network.ts';
import { FarmQueues } from '../constructs/farm-queues.ts';
import { InstanceProfile } from '../constructs/instance-profile.ts';
import { LogGroup } from '../constructs/log-group.ts';
import { MachineTemplate } from '../constructs/machine-template.ts';
import { PackageObject } from '../constructs/package-object.ts';
import { Parameter } from '../constructs/parameter.ts';
import { PoolGroup } from '../constructs/pool-group.ts';
import { anywhere, SecurityGroup } from '../constructs/security-group.ts';
import { agentVariables } from '../service-environment.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

export class RenderFleetStack extends FarmStack {
  constructor(scope: Construct, props: FarmStackProps) {
    super(scope, 'render-fleet', props);
    const { names, environment } = this;
    const { machines, isProtected, retention } = environment;
    const { vpcId, privateSubnetIds } = new FarmNetwork(this, 'network', { names });
    new LogGroup(this, 'logs', { name: names.logGroups.agent, days: retention.logDays });
    const profile = new InstanceProfile(this, 'profile', { names });
    const group = this.#addGroup(vpcId);
    for (const pool of environment.pools) {
      const template = new MachineTemplate(this, `${pool.name}-template`, {
        names,
        name: names.poolGroup(pool.name),
        pool: pool.name,
        machines,
        instanceType: pool.instanceType,
        profileArn: profile.arn,
        securityGroupId: group.id,
      });
      new PoolGroup(this, pool.name, { names, pool, template, subnetIds: privateSubnetIds, isProtected });
    }
    this.#addPackages(props);
  }

  /** Nobody calls an instance: it asks SQS, DynamoDB and SSM. */
  #addGroup(vpcId: string): SecurityGroup {
    const name = `${this.names.prefix}-agent`;
    const group = new SecurityGroup(this, 'group', { name, description: 'Instances of the fleet', vpcId });
    group.allowTo('tls', anywhere, 443, 'AWS, and assets over TLS');
    group.allowTo('http', anywhere, 80, 'Assets, and packages of the operating system');
    return group;
  }

  #addPackages({ artifacts: { agent, engine } }: FarmStackProps): void {
    const { names, environment } = this;
    const queues = new FarmQueues(this, 'queues', { names });
    const bucket = names.engineBucket;
    const agentObject = new PackageObject(this, 'agent-package', {
      bucket,
      key: `agents/${agent.sha256}.tar.gz`,
      source: this.pathOf(agent),
      sha256: agent.sha256,
      isOnlyTheFirst: false,
    });
    new Parameter(this, 'agent', {
      name: names.agentParameter,
      description: 'The agent that instances install, and its environment',
      value: {
        key: agentObject.key,
        sha256: agent.sha256,
        version: agent.version,
        environment: agentVariables(environment, names, queues.urls, agent.version),
      },
    });
    const engineObject = new PackageObject(this, 'engine-package', {
      bucket,
      key: `engines/${engine.name}/${engine.version}-${engine.sha256}.tar.gz`,
      source: this.pathOf(engine),
      sha256: engine.sha256,
      isOnlyTheFirst: true,
    });
    const { name, version, sha256 } = engine;
    new Parameter(this, 'engine', {
      name: names.engineParameter,
      description: 'The engine that instances install',
      value: { name, version, key: engineObject.key, sha256 },
      isOnlyTheFirst: true,
    });
  }
}
