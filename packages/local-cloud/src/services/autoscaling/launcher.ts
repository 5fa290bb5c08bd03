/** Getting one more instance for a group: which market, zone and type, and what to say when none can be had. */
import { capacityMessage } from '../../instances/capacity.ts';
import { type Compute } from '../../instances/compute.ts';
import { type Instance } from '../../instances/instance.ts';
import { type Host } from '../../service.ts';
import { type LaunchTemplates } from '../ec2/launch-templates.ts';
import { defaultSubnet, subnetOf } from '../ec2/network.ts';
import { type Group, isActive, type Member, type Override, zonesByNeed } from './group.ts';

export type LaunchResult =
  | { kind: 'launched'; member: Member }
  /** One for each zone that was tried, in the order of the tries. */
  | { kind: 'refused'; refusals: readonly Refusal[] }
  /** A launch failed lately; not yet again. */
  | { kind: 'too-early' };

export interface Refusal {
  zone: string;
  message: string;
}

export interface LauncherParts {
  host: Host;
  compute: Compute;
  templates: LaunchTemplates;
}

/** Launch failures: the next try comes after 1 s, then twice as long each time. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

export class Launcher {
  readonly #parts: LauncherParts;
  readonly #retries = new Map<string, { at: number; waitMs: number }>();

  constructor(parts: LauncherParts) {
    this.#parts = parts;
  }

  /** Try every zone and type until one has capacity. Never throws: a broken template is a refusal, too. */
  launch(group: Group, members: readonly Member[]): LaunchResult {
    const now = this.#parts.host.now();
    const retry = this.#retries.get(group.name);
    if (retry && now < retry.at) return { kind: 'too-early' };
    const result = this.#tryAll(group, members);
    const waitMs = retry ? Math.min(retry.waitMs * 2, LAST_RETRY_MS) : FIRST_RETRY_MS;
    if (result.kind === 'refused') this.#retries.set(group.name, { at: now + waitMs, waitMs });
    else this.#retries.delete(group.name);
    return result;
  }

  forget(group: string): void {
    this.#retries.delete(group);
  }

  #tryAll(group: Group, members: readonly Member[]): LaunchResult {
    const refusals: Refusal[] = [];
    for (const zone of zonesByNeed(group.zones, members)) {
      let message = 'Launching EC2 instance failed.';
      for (const override of overridesOf(group)) {
        const result = launchOne(group, members, zone, override, this.#parts);
        if (typeof result !== 'string') return { kind: 'launched', member: result };
        message = result;
      }
      refusals.push({ zone, message });
    }
    return { kind: 'refused', refusals };
  }
}

function launchOne(
  group: Group,
  members: readonly Member[],
  zone: string,
  override: Override,
  parts: LauncherParts,
): Member | string {
  const { host, compute, templates } = parts;
  try {
    const spec = templates.specOf(override.template ?? group.template, host);
    const type = override.type === '' ? spec.type : override.type;
    const isSpot = group.mixed ? !wantsOnDemand(group, members) : spec.isSpot;
    const error = compute.capacity.take(type, zone, isSpot);
    if (error !== undefined) {
      const words = capacityMessage(error, type, zone, isSpot);
      const failed = isSpot ? 'Could not launch Spot Instances. ' : '';
      return `${failed}${error} - ${words} Launching EC2 instance failed.`;
    }
    const subnetId =
      group.subnets.find((id) => subnetOf(host.region, id).zone === zone) ?? defaultSubnet(host.region, zone);
    const propagated = group.tags.filter((tag) => tag.propagates).map((tag) => [tag.key, tag.value]);
    const tags = { ...spec.tags, ...Object.fromEntries(propagated), 'aws:autoscaling:groupName': group.name };
    const instance = compute.launch({ ...spec, type, zone, isSpot, subnetId, tags });
    return newMember(group, instance, override);
  } catch (error) {
    return `${(error as Error).message} Launching EC2 instance failed.`;
  }
}

function newMember(group: Group, instance: Instance, { weight }: Override): Member {
  return {
    id: instance.id,
    group: group.name,
    type: instance.type,
    zone: instance.zone,
    isSpot: instance.isSpot,
    launchedAt: instance.launchedAt,
    state: 'Pending',
    isHealthy: true,
    isProtected: false,
    launchTemplate: instance.launchTemplate ?? { id: '', name: '', version: '1' },
    ...(weight === undefined ? {} : { weight }),
  };
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
