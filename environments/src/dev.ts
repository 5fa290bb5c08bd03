/** Development, and the farm on a laptop: small, quick to grow, quick to let go. */
import { type Environment } from './environment.ts';

export const dev = {
  name: 'dev',
  region: 'us-east-1',
  accounts: [],
  state: { kind: 's3', bucket: 'reelyard-dev-state' },
  network: { cidr: '10.20.0.0/16', zones: ['us-east-1a', 'us-east-1b'], nat: 'one', interfaceEndpoints: [] },
  edge: {
    kind: 'operator-only',
    // Yours; this range is reserved for documentation and reaches nobody.
    operatorRanges: ['203.0.113.0/24'],
    because: 'development has no domain, hence no certificate; only the operator can reach it',
  },
  server: { cpu: 512, memoryMib: 1_024, minTasks: 2, maxTasks: 4, requestsPerTask: 3_000, logLevel: 'debug' },
  machines: {
    image: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
    diskGib: 50,
  },
  operations: { page: [], ticket: [], monthlyBudgetUsd: 300 },
  isProtected: false,
  omissions: [],
  unread: [],
  pools: [
    {
      name: 'on-demand',
      purchase: 'on-demand',
      min: 0,
      max: 3,
      instanceType: 'c7i.xlarge',
      // The loopback boots in seconds; on EC2 the measured boots replace this after five of them.
      bootSeconds: 5,
      idleSeconds: 10,
      hourlyCost: 0.1785,
      engines: [],
    },
  ],
  seats: [],
  spend: {},
  maxInstances: 4,
  lanes: {
    express: { startWithinMs: 10_000 },
    standard: { startWithinMs: 20_000 },
    bulk: { startWithinMs: 300_000 },
  },
  taskPrior: { overheadMs: 3_000, megapixelFrameMs: 15 },
  timers: {
    tickMs: 5_000,
    quickTickMs: 1_000,
    scaleWindowMs: 50_000,
    bootPollMs: 500,
    lifecycleWindowMs: 50_000,
    heartbeatMs: 2_000,
    leaseMs: 30_000,
    reaperMs: 5_000,
    sweeperMs: 15_000,
  },
  retention: { logDays: 14, artifactDays: 14, queueDays: 14 },
} satisfies Environment;
