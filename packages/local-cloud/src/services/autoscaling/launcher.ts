/** Getting one more instance for a group: which market, zone and type, and what to say when none can be had. */
import { capacityMessage } from '../../instances/capacity.ts';
import { type Compute } from '../../instances/compute.ts';
import { type Instance } from '../../instances/instance.ts';
import { type Host } from '../../service.ts';
import { type LaunchTemplates } from '../ec2/launch-templates.ts';
import { defaultSubnet, subnetOf } from '../ec2/network.ts';
import { type Group, isActive, type Member, type Override, zonesByNeed } from './group.ts';

export type LaunchResult =
  { kind: 'launched'; instance: Instance; weight?: string } | { kind: 'refused'; message: string };

export interface LauncherParts {
  host: Host;
  compute: Compute;
  templates: LaunchTemplates;
}

/** Try every zone and type until one has capacity. Never throws: a broken template is a refusal, too. */
export function launchFor(group: Group, members: readonly Member[], parts: LauncherParts): LaunchResult {
  let message = 'Launching EC2 instance failed.';
  for (const zone of zonesByNeed(group.zones, members))
    for (const override of overridesOf(group)) {
      const result = launchOne(group, members, zone, override, parts);
      if (result.kind === 'launched') return result;
      message = result.message;
    }
  return { kind: 'refused', message };
}

function launchOne(
  group: Group,
  members: readonly Member[],
  zone: string,
  override: Override,
  parts: LauncherParts,
): LaunchResult {
  const { host, compute, templates } = parts;
  try {
    const spec = templates.specOf(override.template ?? group.template, host);
    const type = override.type === '' ? spec.type : override.type;
    const isSpot = group.mixed ? !wantsOnDemand(group, members) : spec.isSpot;
    const error = compute.capacity.take(type, zone, isSpot);
    if (error !== undefined) {
      const words = capacityMessage(error, type, zone, isSpot);
      const failed = isSpot ? 'Could not launch Spot Instances. ' : '';
      return { kind: 'refused', message: `${failed}${error} - ${words} Launching EC2 instance failed.` };
    }
    const subnetId =
      group.subnets.find((id) => subnetOf(host.region, id).zone === zone) ?? defaultSubnet(host.region, zone);
    const propagated = group.tags.filter((tag) => tag.propagates).map((tag) => [tag.key, tag.value]);
    const tags = { ...spec.tags, ...Object.fromEntries(propagated), 'aws:autoscaling:groupName': group.name };
    const instance = compute.launch({ ...spec, type, zone, isSpot, subnetId, tags });
    return { kind: 'launched', instance, ...(override.weight === undefined ? {} : { weight: override.weight }) };
  } catch (error) {
    return { kind: 'refused', message: `${(error as Error).message} Launching EC2 instance failed.` };
  }
}

function overridesOf(group: Group): readonly Override[] {
  return group.overrides.length === 0 ? [{ type: '' }] : group.overrides;
}

/** InstancesDistribution: the base first, then the share above it. */
function wantsOnDemand(group: Group, members: readonly Member[]): boolean {
  const active = members.filter(isActive);
  const onDemand = active.filter((member) => !member.isSpot).length;
  if (onDemand < group.onDemandBase) return true;
  const above = active.length - group.onDemandBase;
  return onDemand - group.onDemandBase < Math.ceil(((above + 1) * group.onDemandPercent) / 100);
}
