/** Production: protected data, a domain, a warm pool for a quick start and spot for the bulk. Domains, zone, key and mail are yours to set. */
import { type Environment } from './environment.ts';

export const prod = {
  name: 'prod',
  region: 'us-east-1',
  accounts: [],
  state: { kind: 's3', bucket: 'reelyard-prod-state' },
  network: {
    cidr: '10.30.0.0/16',
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    nat: 'per-zone',
    interfaceEndpoints: ['sqs', 'ssm', 'ssmmessages', 'ec2messages', 'ecr.api', 'ecr.dkr', 'logs'],
  },
  edge: { kind: 'domain', domain: 'api.reelyard.example', hostedZoneId: 'Z00000000000000000001' },
  delivery: {
    domain: { name: 'cdn.reelyard.example', hostedZoneId: 'Z00000000000000000001' },
    // Its private half was thrown away: make your own pair, `openssl genrsa 2048`.
    publicKey: `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3Cs8meiOXHEbZbrES183
CrIKE/KyVixOCc9fM2FfqvHVkcrX0c5UyuGks7TrHH8R5nKx3/3TAT/5vJUc/tOW
R/RYC00wdw59g1qukT3sJtgd+i6epFwusl+8iFXwnAvHgcuXxY0pmvv4x9bvwrSX
0TR/DQWbXXcBTVM5mrgIUfsP+6RpifSwSfTvu3PcM4N3bm+GRAoTIbmDi+4Hi7Je
TtVqihNPLDE2bqyfH5AQo2Duqf+jmRx1uT3gmc+OJW6+xUFpp33Xka61zM2u1Ha3
5DNI5kDeyk/6M+hvNmoi2EbnVHXCncJ7HmxGCKMofvW13uiXTgR9ryCnyxS8CdbJ
LQIDAQAB
-----END PUBLIC KEY-----
`,
  },
  canary: { url: 'https://api.reelyard.example' },
  server: { cpu: 1_024, memoryMib: 2_048, minTasks: 3, maxTasks: 12, requestsPerTask: 6_000, logLevel: 'info' },
  machines: {
    image: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
    diskGib: 100,
  },
  operations: { page: ['page@reelyard.example'], ticket: ['tickets@reelyard.example'], monthlyBudgetUsd: 5_000 },
  isProtected: true,
  omissions: [],
  unread: [],
  pools: [
    {
      name: 'on-demand',
      purchase: 'on-demand',
      min: 0,
      max: 20,
      instanceType: 'c7i.4xlarge',
      bootSeconds: 120,
      idleSeconds: 300,
      hourlyCost: 0.714,
      engines: [],
      // A stopped machine of this image starts in about half a minute; then its seat is tested and one frame rendered.
      warm: { min: 2, max: 6, bootSeconds: 45 },
    },
    {
      name: 'spot',
      purchase: 'spot',
      min: 0,
      max: 80,
      instanceType: 'c7i.4xlarge',
      alternatives: [
        'c7a.4xlarge',
        'c6i.4xlarge',
        'c6a.4xlarge',
        'm7i.4xlarge',
        'm7a.4xlarge',
        'm6i.4xlarge',
        'm6a.4xlarge',
      ],
      bootSeconds: 150,
      idleSeconds: 120,
      hourlyCost: 0.28,
      hazardPerHour: 0.02,
      engines: [],
    },
  ],
  seats: [],
  // All 90 machines cost about 37 an hour; the day is what an hour at the cap and a normal day after it come to.
  spend: { perHour: 40, perDay: 300 },
  maxInstances: 90,
  lanes: {
    express: { startWithinMs: 30_000 },
    standard: { startWithinMs: 300_000 },
    bulk: { startWithinMs: 3_600_000 },
  },
  taskPrior: { overheadMs: 3_000, megapixelFrameMs: 15 },
  timers: {
    tickMs: 10_000,
    quickTickMs: 2_000,
    scaleWindowMs: 50_000,
    bootPollMs: 5_000,
    lifecycleWindowMs: 50_000,
    heartbeatMs: 10_000,
    leaseMs: 60_000,
    reaperMs: 10_000,
    sweeperMs: 15_000,
  },
  // One tenant with thousands of jobs leaves machines to the others.
  limits: { requestsPerMinute: 6_000, concurrentJobs: 500 },
  retention: { logDays: 365, artifactDays: 30, queueDays: 14 },
} satisfies Environment;
