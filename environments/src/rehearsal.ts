/** The real Terraform on an emulated AWS: prod's shapes at the size of a laptop, less what the emulator lacks. */
import { type Environment } from './environment.ts';

export const rehearsal = {
  name: 'rehearsal',
  region: 'us-east-1',
  accounts: ['123456789012'],
  state: { kind: 'local' },
  network: { cidr: '10.40.0.0/16', zones: ['us-east-1a', 'us-east-1b'], nat: 'one', interfaceEndpoints: ['sqs'] },
  edge: {
    kind: 'operator-only',
    operatorRanges: ['127.0.0.0/8'],
    because: 'the emulated AWS listens on the loopback alone',
  },
  delivery: {
    // Its private half was thrown away: results of the rehearsal come from S3.
    publicKey: `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmauigypeYW6hzegup+yX
Tdlx+rSCI/UGMGTFSvoSlDup0JZG5ai/PY2QtJXcstsOCGZkU2Y/oij8POcN66WI
F5x54KZFwp7yKWXRcKdI4+eIj/NweS6wFKb9JipBt6UrwpkXiVQfKVsEt/tLfSRb
LYcQ3zhClwS3qunX/3ut7VO+bZdyo+RgB2uHMKm2hCoD6+F7ifh6LQmtn6OYJTEC
ohK79GPVBI63OYiitPC4U0Ovo/Jn5BiFDNDSKLeYeesN6gIaqJ9FppTScWM7Owu0
Szvkj1YW1qyYisxN+ejlkx7hqygAadXbJmjmNgAhU/p2QWViz+KkZ/hncTMEOyz2
DwIDAQAB
-----END PUBLIC KEY-----
`,
  },
  // Nobody has this name: the rehearsal maps it to where the server listens, as it maps the port of its container.
  canary: { url: 'http://api.rehearsal.invalid' },
  server: { cpu: 256, memoryMib: 512, minTasks: 2, maxTasks: 2, requestsPerTask: 600, logLevel: 'info' },
  machines: { image: 'ami-12c6146b', diskGib: 20 },
  operations: { page: ['page@reelyard.example'], ticket: ['tickets@reelyard.example'], monthlyBudgetUsd: 1 },
  isProtected: false,
  omissions: [
    { feature: 'redrive-allow', because: 'moto does not keep RedriveAllowPolicy, and the provider waits for it' },
    { feature: 'bucket-conditions', because: 'moto refuses every call that a statement with a condition is about' },
    { feature: 'bucket-logs', because: 'moto takes a log bucket only when its policy names one resource as a text' },
    { feature: 'service-autoscaling', because: 'moto has no scalable target of ECS that reads back' },
    { feature: 'composite-alarms', because: 'moto does not implement PutCompositeAlarm' },
    { feature: 'saved-queries', because: 'moto does not implement PutQueryDefinition' },
    { feature: 'anomaly-detection', because: 'moto does not implement anomaly detectors' },
    {
      feature: 'signed-delivery',
      because: 'moto keeps a distribution and serves nothing through it: results come from S3',
    },
    { feature: 'budget', because: 'moto does not read budgets back as they were written' },
  ],
  unread: [
    { resource: 'aws_sqs_queue', attributes: ['redrive_policy'], because: 'moto gives the JSON back with spaces' },
    {
      resource: 'aws_autoscaling_lifecycle_hook',
      attributes: ['notification_target_arn', 'role_arn'],
      because: 'moto gives every hook the same made-up target and role',
    },
    {
      resource: 'aws_launch_template',
      attributes: ['tag_specifications'],
      because: 'moto mixes the tags of the template into those of its instances',
    },
    {
      resource: 'aws_ecs_service',
      attributes: ['availability_zone_rebalancing', 'health_check_grace_period_seconds'],
      because: 'moto keeps neither',
    },
    { resource: 'aws_lambda_function', attributes: ['logging_config'], because: 'moto keeps no logging settings' },
    {
      resource: 'aws_cloudfront_distribution',
      attributes: ['default_cache_behavior', 'origin', 'viewer_certificate'],
      because: 'moto keeps no origin access control and makes up values that were not set',
    },
    { resource: 'aws_cloudfront_public_key', attributes: ['comment'], because: 'moto keeps no comment of a key' },
    {
      resource: 'aws_vpc_security_group_ingress_rule',
      attributes: ['description'],
      because: 'moto keeps no description of a rule that names a group',
    },
    {
      resource: 'aws_vpc_security_group_egress_rule',
      attributes: ['description'],
      because: 'moto keeps no description of a rule that names a group',
    },
  ],
  undeletable: [{ resource: 'aws_cloudfront_key_group', because: 'moto does not implement DeleteKeyGroup' }],
  pools: [
    {
      name: 'on-demand',
      purchase: 'on-demand',
      min: 0,
      max: 2,
      instanceType: 'c7i.xlarge',
      bootSeconds: 5,
      idleSeconds: 5,
      hourlyCost: 0.1785,
      engines: [],
    },
    {
      name: 'spot',
      purchase: 'spot',
      min: 0,
      max: 2,
      instanceType: 'c7i.xlarge',
      alternatives: ['c6i.xlarge', 'm6i.xlarge'],
      bootSeconds: 5,
      idleSeconds: 5,
      hourlyCost: 0.07,
      hazardPerHour: 0.02,
      engines: [],
    },
  ],
  seats: [],
  spend: { perDay: 10 },
  maxInstances: 3,
  lanes: {
    express: { startWithinMs: 10_000 },
    standard: { startWithinMs: 20_000 },
    bulk: { startWithinMs: 300_000 },
  },
  taskPrior: { overheadMs: 3_000, megapixelFrameMs: 15 },
  timers: {
    tickMs: 2_000,
    quickTickMs: 1_000,
    scaleWindowMs: 50_000,
    bootPollMs: 500,
    lifecycleWindowMs: 50_000,
    heartbeatMs: 2_000,
    leaseMs: 30_000,
    reaperMs: 5_000,
    sweeperMs: 15_000,
  },
  retention: { logDays: 1, artifactDays: 1, queueDays: 1 },
} satisfies Environment;
