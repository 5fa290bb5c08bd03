/** The SSM agents of the instances: who is online, who was, and tests that cut the line. */
import { type Compute } from '../../instances/compute.ts';
import { DocumentTable } from '../../instances/document-table.ts';
import { type Instance, isStanding } from '../../instances/instance.ts';
import { type Host } from '../../service.ts';
import { findString, isObject, type Json, objects, pageOf, strings, toSeconds } from './json.ts';

export type Ping = 'Online' | 'ConnectionLost';

export class Agents {
  readonly #compute: Compute;
  readonly #host: Host;
  /** Instances whose agent cannot be reached; `*` is all. */
  readonly #offline: DocumentTable<true>;
  readonly #lastPing = new Map<string, number>();

  constructor(host: Host, compute: Compute) {
    this.#host = host;
    this.#compute = compute;
    this.#offline = new DocumentTable(host.store, 'ssm_offline');
    host.control.register('POST', '/_local/ssm', async ({ body }) => {
      await this.#cut(isObject(body) ? body : {});
      return { status: 200, body: { agents: this.#known().map((each) => ({ id: each.id, ping: this.pingOf(each) })) } };
    });
  }

  /** Undefined: its agent never registered, or the instance is off. */
  pingOf(instance: Instance): Ping | undefined {
    if (!isStanding(instance) || !instance.hasRunUserData) return undefined;
    if (instance.state === 'stopped' || instance.state === 'stopping') return 'ConnectionLost';
    const isCut = this.#offline.find('*') === true || this.#offline.find(instance.id) === true;
    const isOnline = instance.state === 'running' && instance.guest === 'up' && !instance.isFrozen && !isCut;
    if (isOnline) this.#lastPing.set(instance.id, this.#host.now());
    return isOnline ? 'Online' : 'ConnectionLost';
  }

  /** DescribeInstanceInformation. */
  describe(json: Json): Json {
    const filters = [
      ...objects(json['Filters']).map((each) => ({
        key: findString(each, 'Key') ?? '',
        values: strings(each['Values']),
      })),
      ...objects(json['InstanceInformationFilterList']).map((each) => ({
        key: findString(each, 'key') ?? '',
        values: strings(each['valueSet']),
      })),
    ];
    const found = this.#known().filter((instance) =>
      filters.every(({ key, values }) => this.#passes(instance, key, values)),
    );
    const { page, ...next } = pageOf(found, json, 50);
    return { InstanceInformationList: page.map((instance) => this.#describeOne(instance)), ...next };
  }

  #known(): Instance[] {
    return this.#compute.list().filter((instance) => this.pingOf(instance) !== undefined);
  }

  #describeOne(instance: Instance): Json {
    return {
      InstanceId: instance.id,
      PingStatus: this.pingOf(instance),
      LastPingDateTime: toSeconds(this.#lastPing.get(instance.id) ?? instance.launchedAt),
      AgentVersion: '3.3.0.0',
      IsLatestVersion: true,
      PlatformType: 'Linux',
      PlatformName: 'Amazon Linux',
      PlatformVersion: '2023',
      ResourceType: 'EC2Instance',
      IPAddress: instance.privateIp,
      ComputerName: `ip-${instance.privateIp.replaceAll('.', '-')}.ec2.internal`,
    };
  }

  #passes(instance: Instance, key: string, values: readonly string[]): boolean {
    if (key === 'InstanceIds') return values.includes(instance.id);
    if (key === 'PingStatus') return values.includes(this.pingOf(instance) ?? '');
    if (key === 'PlatformTypes') return values.includes('Linux');
    if (key === 'ResourceType') return values.includes('EC2Instance');
    return matchesTag(instance, key, values);
  }

  /** `{ offline: instanceId | true }` cuts, `{ online: instanceId | true }` mends. */
  async #cut(body: Json): Promise<void> {
    const { offline, online } = body;
    if (offline !== undefined) await this.#offline.put(offline === true ? '*' : String(offline), true);
    if (online === true)
      await Promise.all(['*', ...this.#compute.list().map(({ id }) => id)].map((id) => this.#offline.delete(id)));
    else if (online !== undefined) await this.#offline.delete(String(online));
  }
}

/** `tag:Name` with values, or `tag-key`. */
export function matchesTag(instance: Instance, key: string, values: readonly string[]): boolean {
  if (key === 'tag-key') return values.some((value) => Object.hasOwn(instance.tags, value));
  return key.startsWith('tag:') && values.includes(instance.tags[key.slice(4)] ?? '');
}
