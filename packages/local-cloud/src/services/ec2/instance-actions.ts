/** EC2's actions on instances: run, describe, stop, start, reboot, terminate, tag. */
import { randomBytes } from 'node:crypto';
import { capacityMessage } from '../../instances/capacity.ts';
import { type Compute } from '../../instances/compute.ts';
import { type Instance, type LaunchSpec } from '../../instances/instance.ts';
import { AwsError, type Host } from '../../service.ts';
import { findForm, findNumber, findText, type Form, listForms, listTexts } from '../query/form.ts';
import { type Actions, type Call } from '../query/query-service.ts';
import { toInstant, type XmlValue } from '../query/xml.ts';
import { passesFilters, tagValues } from './filters.ts';
import { type LaunchTemplates, specOfData } from './launch-templates.ts';
import { defaultSubnet, SECURITY_GROUP_ID, subnetOf, VPC_ID } from './network.ts';

/** EC2's numbers for instance states (API reference, InstanceState). */
const STATE_CODES = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

export function instanceActions(host: Host, compute: Compute, templates: LaunchTemplates): Actions {
  const chosen = (form: Form): Instance[] => {
    const ids = listTexts(form, 'InstanceId');
    const missing = ids.filter((id) => !compute.find(id));
    if (missing.length > 0)
      throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${missing.join(', ')}' does not exist`);
    const all = ids.length === 0 ? compute.list() : ids.flatMap((id) => compute.find(id) ?? []);
    return all.filter((instance) => passesFilters(form, (name) => filterValues(instance, name)));
  };
  const change = (form: Form, act: (id: string) => void): XmlValue => {
    const before = chosen(form).map((instance) => ({ instance, state: instance.state }));
    for (const { instance } of before) act(instance.id);
    const instancesSet = before.map(({ instance, state }) => ({
      instanceId: instance.id,
      currentState: toState(instance.state),
      previousState: toState(state),
    }));
    return { instancesSet };
  };
  return {
    RunInstances: ({ form }) => runInstances(form, host, compute, templates),
    DescribeInstances: ({ form }) => ({
      reservationSet: chosen(form).map((instance) => ({
        reservationId: `r-${instance.id.slice(2)}`,
        ownerId: host.accountId,
        groupSet: [],
        instancesSet: [describeInstance(instance)],
      })),
    }),
    DescribeInstanceStatus: (call) => describeStatus(call, chosen(call.form)),
    TerminateInstances: ({ form }) => change(form, (id) => compute.inBackground(id, compute.terminate(id))),
    StopInstances: ({ form }) => change(form, (id) => compute.inBackground(id, compute.stop(id))),
    StartInstances: ({ form }) => change(form, (id) => compute.start(id)),
    RebootInstances: ({ form }) => {
      for (const { id } of chosen(form)) compute.inBackground(id, compute.reboot(id));
      return { return: true };
    },
  };
}

function runInstances(form: Form, host: Host, compute: Compute, templates: LaunchTemplates): XmlValue {
  const spec = readSpec(form, host, templates);
  const error = compute.capacity.take(spec.type, spec.zone, spec.isSpot);
  if (error !== undefined) throw new AwsError(error, capacityMessage(error, spec.type, spec.zone, spec.isSpot), 500);
  const instances = Array.from({ length: findNumber(form, 'MaxCount') ?? 1 }, () => compute.launch(spec));
  return {
    reservationId: `r-0${randomBytes(8).toString('hex')}`,
    ownerId: host.accountId,
    groupSet: [],
    instancesSet: instances.map(describeInstance),
  };
}

/** The launch template, if any, and over it what the request itself says. */
function readSpec(form: Form, host: Host, templates: LaunchTemplates): LaunchSpec {
  const reference = findForm(form, 'LaunchTemplate');
  const base = reference ? templates.specOf(choiceOf(reference), host) : specOfData({}, host);
  const own = specOfData(form, host);
  const zone = readZone(form, host);
  return {
    ...base,
    ...own,
    type: findText(form, 'InstanceType') ?? base.type,
    imageId: findText(form, 'ImageId') ?? base.imageId,
    userData: findText(form, 'UserData') ?? base.userData,
    isSpot: findForm(form, 'InstanceMarketOptions') ? own.isSpot : base.isSpot,
    tags: { ...base.tags, ...own.tags },
    zone,
    subnetId: findText(form, 'SubnetId') ?? defaultSubnet(host.region, zone),
  };
}

function readZone(form: Form, { region }: Host): string {
  const zone = findText(findForm(form, 'Placement') ?? {}, 'AvailabilityZone');
  const subnet = findText(form, 'SubnetId');
  return zone ?? (subnet === undefined ? `${region}a` : subnetOf(region, subnet).zone);
}

export function choiceOf(form: Form): {
  id?: string | undefined;
  name?: string | undefined;
  version?: string | undefined;
} {
  return {
    id: findText(form, 'LaunchTemplateId'),
    name: findText(form, 'LaunchTemplateName'),
    version: findText(form, 'Version'),
  };
}

function describeInstance(instance: Instance): { [name: string]: XmlValue } {
  const dns = `ip-${instance.privateIp.replaceAll('.', '-')}.ec2.internal`;
  const tags = { ...instance.tags, ...templateTags(instance) };
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceState: toState(instance.state),
    privateDnsName: dns,
    reason: instance.stateReason ? `${instance.stateReason.message}` : '',
    instanceType: instance.type,
    launchTime: toInstant(instance.launchedAt),
    placement: { availabilityZone: instance.zone, tenancy: 'default', groupName: '' },
    monitoring: { state: 'disabled' },
    subnetId: instance.subnetId,
    vpcId: VPC_ID,
    privateIpAddress: instance.privateIp,
    architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
    instanceLifecycle: instance.isSpot ? 'spot' : undefined,
    stateReason: instance.stateReason && { code: instance.stateReason.code, message: instance.stateReason.message },
    iamInstanceProfile:
      instance.profileArn === undefined ? undefined : { arn: instance.profileArn, id: `AIPA${instance.role ?? ''}` },
    groupSet: [{ groupId: SECURITY_GROUP_ID, groupName: 'default' }],
    metadataOptions: { state: 'applied', httpTokens: 'required', httpPutResponseHopLimit: 1, httpEndpoint: 'enabled' },
    tagSet: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
}

/** Tags that EC2 itself puts on what a launch template made. */
function templateTags({ launchTemplate }: Instance): Record<string, string> {
  if (!launchTemplate) return {};
  return { 'aws:ec2launchtemplate:id': launchTemplate.id, 'aws:ec2launchtemplate:version': launchTemplate.version };
}

function describeStatus({ form }: Call, instances: Instance[]): XmlValue {
  const all = findText(form, 'IncludeAllInstances') === 'true' || listForms(form, 'Filter').length > 0;
  const shown = instances.filter((instance) => all || instance.state === 'running');
  return {
    instanceStatusSet: shown.map((instance) => {
      const status = statusOf(instance);
      const details = [
        { name: 'reachability', status: status === 'ok' ? 'passed' : status === 'impaired' ? 'failed' : status },
      ];
      return {
        instanceId: instance.id,
        availabilityZone: instance.zone,
        instanceState: toState(instance.state),
        systemStatus: {
          status: instance.state === 'running' ? 'ok' : 'not-applicable',
          details: [{ name: 'reachability', status: 'passed' }],
        },
        instanceStatus: { status, details },
      };
    }),
  };
}

function statusOf(instance: Instance): string {
  if (instance.state !== 'running') return 'not-applicable';
  if (instance.guest === 'dead' || instance.isFrozen) return 'impaired';
  return instance.guest === 'up' ? 'ok' : 'initializing';
}

function filterValues(instance: Instance, name: string): readonly string[] | undefined {
  switch (name) {
    case 'instance-id':
      return [instance.id];
    case 'instance-state-name':
      return [instance.state];
    case 'instance-state-code':
      return [String(STATE_CODES[instance.state])];
    case 'instance-type':
      return [instance.type];
    case 'instance-lifecycle':
      return instance.isSpot ? ['spot'] : [];
    case 'availability-zone':
      return [instance.zone];
    case 'subnet-id':
      return [instance.subnetId];
    case 'vpc-id':
      return [VPC_ID];
    case 'private-ip-address':
      return [instance.privateIp];
    case 'image-id':
      return [instance.imageId];
    case 'instance-status.status':
      return [statusOf(instance)];
    default:
      return tagValues(name, { ...instance.tags, ...templateTags(instance) });
  }
}

function toState(name: Instance['state']): XmlValue {
  return { code: STATE_CODES[name], name };
}
