/** A loopback AWS with instances for tests: real SDK clients, a folder of its own, events as they are emitted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach } from '@jest/globals';
import { AutoScalingClient, DescribeAutoScalingInstancesCommand } from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { startLocalCloud } from '../server/local-cloud.ts';
import { type CloudEvent, type Host, type ServiceFactory } from '../service.ts';
import { autoscaling } from '../services/autoscaling/index.ts';
import { ec2 } from '../services/ec2/index.ts';
import { s3 } from '../services/s3/s3.ts';
import { ssm } from '../services/ssm/index.ts';
import { sts } from '../services/sts/index.ts';

export type Detail = Record<string, string>;

export interface TestCloud {
  endpoint: string;
  dir: string;
  host: Host;
  autoscaling: AutoScalingClient;
  ec2: EC2Client;
  ssm: SSMClient;
  sts: STSClient;
  events: CloudEvent[];
  /** Move the clock of deadlines; timers keep their own time. */
  advance(ms: number): void;
  /** Details of the events of a type, oldest first. */
  detailsOf(detailType: string): Detail[];
  control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Stop the server, keep the folder. */
  close(): Promise<void>;
}

/** What the test at hand has opened. */
const opened = new Set<TestCloud>();

/** A cloud before each test of the file; whatever a test opens is gone after it. */
export function withCloud(use: (cloud: TestCloud) => void | Promise<void>): void {
  beforeEach(async () => use(await aCloud()));
  afterEach(async () => {
    // A folder may be that of several, one after the other: it goes when the last is closed.
    for (const cloud of opened) await cloud.close();
    for (const { dir } of opened) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
    opened.clear();
  });
}

/** @param dir of an earlier cloud, to continue it. */
export async function aCloud(dir = mkdtempSync(join(tmpdir(), 'local-cloud-'))): Promise<TestCloud> {
  const events: CloudEvent[] = [];
  let ahead = 0;
  const services: ServiceFactory[] = [s3, sts, ssm, autoscaling, ec2].map((factory) => (host) => {
    host.emit = (event) => void events.push(event);
    return factory(host);
  });
  const cloud = await startLocalCloud({ dir, services, now: () => Date.now() + ahead });
  const { endpoint } = cloud;
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' } };
  const made: TestCloud = {
    endpoint,
    dir,
    host: cloud.host,
    autoscaling: new AutoScalingClient(config),
    ec2: new EC2Client(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
    events,
    advance: (ms) => {
      ahead += ms;
    },
    detailsOf: (type) => events.flatMap((event) => (event['detail-type'] === type ? [event.detail as Detail] : [])),
    async control(method, path, body) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const reply = await fetch(`${endpoint}${path}`, { method, ...sent });
      const text = await reply.text();
      return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    },
    close: () => cloud.close(),
  };
  opened.add(made);
  return made;
}

/** A test's own limit ends it without a word of what it waited for. */
const WAIT_MS = 50_000;

/** Wait for something to become true. @returns what `probe` found. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  while (performance.now() < deadline) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    await pause(20);
  }
  throw new Error(`waited ${WAIT_MS / 1_000} s in vain until ${what}`);
}

export async function aTemplate(cloud: TestCloud, userData = '', name = 'agent'): Promise<string> {
  const { LaunchTemplate } = await cloud.ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: name,
      LaunchTemplateData: {
        ImageId: 'ami-1',
        InstanceType: 'c7g.large',
        IamInstanceProfile: { Name: 'render-agent' },
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'role', Value: 'agent' }] }],
        ...(userData === '' ? {} : { UserData: Buffer.from(userData).toString('base64') }),
      },
    }),
  );
  return LaunchTemplate?.LaunchTemplateId ?? '';
}

/** One instance of a template named `agent`. @returns its id; it has not booted yet. */
export async function anInstance(cloud: TestCloud, userData = ''): Promise<string> {
  await aTemplate(cloud, userData);
  const { Instances = [] } = await cloud.ec2.send(
    new RunInstancesCommand({ MinCount: 1, MaxCount: 1, LaunchTemplate: { LaunchTemplateName: 'agent' } }),
  );
  return Instances[0]?.InstanceId ?? '';
}

/** Lifecycle states of all instances in groups, by id. */
export async function statesOf(cloud: TestCloud): Promise<Record<string, string>> {
  const { AutoScalingInstances = [] } = await cloud.autoscaling.send(new DescribeAutoScalingInstancesCommand({}));
  return Object.fromEntries(AutoScalingInstances.map((each) => [each.InstanceId ?? '', each.LifecycleState ?? '']));
}

/** Wait until the group's instances are in just these states, in any order. @returns ids in the order of the states. */
export async function untilStates(cloud: TestCloud, ...wanted: string[]): Promise<string[]> {
  return until(`states are ${wanted.join(', ')}`, async () => {
    const states = Object.entries(await statesOf(cloud));
    if (states.length !== wanted.length) return undefined;
    const left = [...states];
    const ids = wanted.map((state) => {
      const at = left.findIndex(([, each]) => each === state);
      return at < 0 ? undefined : left.splice(at, 1)[0]?.[0];
    });
    return ids.every((id) => id !== undefined) ? ids : undefined;
  });
}
