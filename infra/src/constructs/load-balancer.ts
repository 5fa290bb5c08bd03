/**
 * The door of the farm. With a domain: TLS 1.2 and 1.3 on 443, and 80 only redirects. Without one: plain HTTP, from the operator's
 * addresses alone; the guard rail `plain-http` asks for a because.
 */
import { Lb } from '@cdktf/provider-aws/lib/lb/index.js';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener/index.js';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group/index.js';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record/index.js';
import { type Edge } from '@reelyard/environments';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { serverPort } from '../service-environment.ts';
import { Certificate } from './certificate.ts';
import { anywhere, SecurityGroup } from './security-group.ts';

export interface LoadBalancerProps {
  names: Names;
  edge: Edge;
  vpcId: string;
  subnetIds: string[];
  isProtected: boolean;
}

/** Below the server's keep-alive of 65 s, so the server never closes a connection that is about to be used. */
const idleSeconds = 60;
const tlsPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

export class LoadBalancer extends Construct {
  readonly arn: string;
  readonly targetGroupArn: string;
  /** What autoscaling calls the pair of load balancer and target group. */
  readonly requestLabel: string;
  readonly group: SecurityGroup;
  /** A service registers its targets only once a listener forwards to them. */
  readonly listeners: LbListener[] = [];
  readonly #lb: Lb;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { names, vpcId, subnetIds, isProtected } = props;
    this.group = new SecurityGroup(this, 'group', {
      name: `${names.prefix}-load-balancer`,
      description: 'Clients to the load balancer',
      vpcId,
    });
    this.#lb = new Lb(this, 'lb', {
      name: names.loadBalancer,
      loadBalancerType: 'application',
      internal: false,
      subnets: subnetIds,
      securityGroups: [this.group.id],
      idleTimeout: idleSeconds,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      enableDeletionProtection: isProtected,
      accessLogs: { bucket: names.accessLogBucket, prefix: 'load-balancer', enabled: true },
    });
    const targets = this.#addTargets(names, vpcId);
    this.arn = this.#lb.arn;
    this.targetGroupArn = targets.arn;
    this.requestLabel = `${this.#lb.arnSuffix}/${targets.arnSuffix}`;
    if (props.edge.kind === 'domain') this.#openToClients(props.edge);
    else this.#openToOperator(props.edge.operatorRanges);
  }

  #addTargets({ targetGroup }: Names, vpcId: string): LbTargetGroup {
    return new LbTargetGroup(this, 'targets', {
      name: targetGroup,
      vpcId,
      targetType: 'ip',
      protocol: 'HTTP',
      port: serverPort,
      deregistrationDelay: '30',
      loadBalancingAlgorithmType: 'least_outstanding_requests',
      // Liveness, not readiness: ECS replaces what fails here, and no new task mends a database that is away.
      healthCheck: {
        path: '/livez',
        matcher: '200',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
    });
  }

  #openToClients({ domain, hostedZoneId }: Extract<Edge, { kind: 'domain' }>): void {
    this.group.allowFrom('tls', anywhere, 443, 'Clients over TLS');
    this.group.allowFrom('redirect', anywhere, 80, 'Redirected to 443, nothing else');
    const certificate = new Certificate(this, 'certificate', { domain, hostedZoneId });
    this.listeners.push(
      new LbListener(this, 'tls', {
        loadBalancerArn: this.arn,
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: tlsPolicy,
        certificateArn: certificate.arn,
        defaultAction: [{ type: 'forward', targetGroupArn: this.targetGroupArn }],
      }),
    );
    new LbListener(this, 'redirect', {
      loadBalancerArn: this.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
    });
    const alias = { name: this.#lb.dnsName, zoneId: this.#lb.zoneId, evaluateTargetHealth: true };
    new Route53Record(this, 'name', { zoneId: hostedZoneId, name: domain, type: 'A', alias });
  }

  #openToOperator(ranges: readonly string[]): void {
    for (const [at, cidr] of ranges.entries()) this.group.allowFrom(`operator-${at}`, { cidr }, 80, 'The operator');
    this.listeners.push(
      new LbListener(this, 'plain', {
        loadBalancerArn: this.arn,
        port: 80,
        protocol: 'HTTP',
        defaultAction: [{ type: 'forward', targetGroupArn: this.targetGroupArn }],
      }),
    );
  }
}
