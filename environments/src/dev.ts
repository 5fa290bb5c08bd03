/** Development, and the farm on a laptop: small, quick to grow, quick to let go. */
import { type Environment } from './environment.ts';

export const dev = {
  name: 'dev',
  region: 'us-east-1',
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
