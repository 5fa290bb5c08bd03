/** What AWS says of what we stand on: load balancer, tasks, ledger, queues, functions, buckets, CDN. */
import { LANES } from '@reelyard/contracts';
import { aws, type Stat } from '../series.ts';
import { type FarmView } from '../view.ts';
import { type Curve, type Dashboard, type GraphWidget, row } from './dashboard.ts';

type Dimensions = Readonly<Record<string, string>>;

export function edgeDashboard(view: FarmView): Dashboard {
  return {
    id: 'edge',
    title: 'Edge',
    question: 'Is it us, or what we stand on?',
    rows: [
      row(6, requests(view), faults(view), latency(view)),
      row(6, tasks(view), hosts(view), functions(view)),
      row(6, ledger(view), ledgerFaults(view)),
      row(6, queues(view), deadLetters(view), bucket(view)),
      row(6, delivery()),
    ],
  };
}

/** Curves of one service that share their dimensions: variable → metric, statistic. */
function graph(
  title: string,
  service: string,
  dimensions: Dimensions,
  curves: Readonly<Record<string, readonly [metric: string, stat: Stat]>>,
): GraphWidget {
  const drawn = Object.entries(curves).map(([id, [metric, stat]]): [string, Curve] => [
    id,
    { ...aws(service, metric, stat, dimensions), label: `${metric} ${stat}` },
  ]);
  return { kind: 'graph', title, curves: Object.fromEntries(drawn) };
}

function requests({ loadBalancer }: FarmView): GraphWidget {
  return graph(
    'Requests',
    'ApplicationELB',
    { LoadBalancer: loadBalancer },
    {
      requests: ['RequestCount', 'Sum'],
      connections: ['ActiveConnectionCount', 'Sum'],
      rejected: ['RejectedConnectionCount', 'Sum'],
    },
  );
}

/** Those of the balancer and those of the server: one without the other tells half. */
function faults({ loadBalancer }: FarmView): GraphWidget {
  return graph(
    'Faults',
    'ApplicationELB',
    { LoadBalancer: loadBalancer },
    {
      balancer: ['HTTPCode_ELB_5XX_Count', 'Sum'],
      server: ['HTTPCode_Target_5XX_Count', 'Sum'],
      clients: ['HTTPCode_Target_4XX_Count', 'Sum'],
    },
  );
}

function latency({ loadBalancer }: FarmView): GraphWidget {
  return graph(
    'Response time, s',
    'ApplicationELB',
    { LoadBalancer: loadBalancer },
    {
      p50: ['TargetResponseTime', 'p50'],
      p99: ['TargetResponseTime', 'p99'],
    },
  );
}

function tasks({ cluster, service }: FarmView): GraphWidget {
  return graph(
    'Job server, %',
    'ECS',
    { ClusterName: cluster, ServiceName: service },
    {
      cpu: ['CPUUtilization', 'Maximum'],
      memory: ['MemoryUtilization', 'Maximum'],
    },
  );
}

function hosts({ loadBalancer, targetGroup }: FarmView): GraphWidget {
  return graph(
    'Job servers',
    'ApplicationELB',
    { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
    {
      healthy: ['HealthyHostCount', 'Minimum'],
      unhealthy: ['UnHealthyHostCount', 'Maximum'],
    },
  );
}

function functions({ functions: names }: FarmView): GraphWidget {
  const ofBoth = Object.entries(names).flatMap(([id, FunctionName]): [string, Curve][] => [
    [`${id}_errors`, { ...aws('Lambda', 'Errors', 'Sum', { FunctionName }), label: `${id}: errors` }],
    [`${id}_throttles`, { ...aws('Lambda', 'Throttles', 'Sum', { FunctionName }), label: `${id}: throttles` }],
  ]);
  return { kind: 'graph', title: 'Functions', curves: Object.fromEntries(ofBoth) };
}

function ledger({ table }: FarmView): GraphWidget {
  return graph(
    'Ledger: capacity units',
    'DynamoDB',
    { TableName: table },
    {
      read: ['ConsumedReadCapacityUnits', 'Sum'],
      written: ['ConsumedWriteCapacityUnits', 'Sum'],
    },
  );
}

function ledgerFaults({ table }: FarmView): GraphWidget {
  return graph(
    'Ledger: throttles and conflicts',
    'DynamoDB',
    { TableName: table },
    {
      reads: ['ReadThrottleEvents', 'Sum'],
      writes: ['WriteThrottleEvents', 'Sum'],
      conditions: ['ConditionalCheckFailedRequests', 'Sum'],
      conflicts: ['TransactionConflict', 'Sum'],
    },
  );
}

function queues({ laneQueues }: FarmView): GraphWidget {
  const curves = LANES.map((lane): [string, Curve] => [
    lane,
    { ...aws('SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum', { QueueName: laneQueues[lane] }), label: lane },
  ]);
  return { kind: 'graph', title: 'Doorbells that wait', curves: Object.fromEntries(curves) };
}

function deadLetters({ deadQueue }: FarmView): GraphWidget {
  return graph(
    'Dead letters',
    'SQS',
    { QueueName: deadQueue },
    {
      messages: ['ApproximateNumberOfMessagesVisible', 'Maximum'],
    },
  );
}

function bucket({ artifactBucket }: FarmView): GraphWidget {
  const dimensions = { BucketName: artifactBucket, StorageType: 'StandardStorage' };
  return {
    ...graph('Artifacts: bytes', 'S3', dimensions, { bytes: ['BucketSizeBytes', 'Average'] }),
    periodSeconds: 86_400,
  };
}

/** Every distribution of the account: ours has an id that only AWS knows, and its metrics are kept in us-east-1. */
function delivery(): GraphWidget {
  const search = (metric: string, stat: string): string =>
    `SEARCH('{AWS/CloudFront,DistributionId,Region} MetricName="${metric}"', '${stat}', 300)`;
  return {
    kind: 'graph',
    title: 'CloudFront (us-east-1)',
    lines: [
      { expression: search('Requests', 'Sum'), label: 'requests' },
      { expression: search('5xxErrorRate', 'Average'), label: '5xx, %' },
    ],
    region: 'us-east-1',
    periodSeconds: 300,
  };
}
