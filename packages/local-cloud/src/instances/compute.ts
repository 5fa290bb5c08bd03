/**
 * All instances of this loopback AWS: the one place that launches, stops and ends them. EC2, Auto Scaling, SSM and
 * STS are views on it.
 * Invariant: an instance's document is saved before its state change is told to anybody, and after `stop()` of the
 * server no process of any instance is left, while the documents stay and boot again with the next start.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installAmi } from '../ami/install.ts';
import { type Host } from '../service.ts';
import { accessKeyOf, findMetadata } from '../services/imds/metadata.ts';
import { Capacity } from './capacity.ts';
import { DocumentTable } from './document-table.ts';
import { instanceEnvironment, type InstanceSettings } from './environment.ts';
import { Guest } from './guest.ts';
import { type Instance, type InstanceState, isStanding, type LaunchSpec } from './instance.ts';
import { keepLogs } from './keep-logs.ts';
import { type Machine } from './machine.ts';
import { listProcesses } from './process-table.ts';

/** What happened to an instance. `guest`: its operating system came up, died, froze or thawed. */
export type Change = 'state' | 'guest' | 'notice' | 'rebalance';
export type Listener = (instance: Instance, change: Change) => void;

/** A stop gives services this long after SIGTERM. */
const STOP_GRACE_MS = 3_000;
/** Terminated instances stay visible this long, as in EC2. */
const KEEP_TERMINATED_MS = 3_600_000;
const WATCH_MS = 1_000;

export class Compute {
  readonly capacity: Capacity;
  readonly #host: Host;
  readonly #instances: DocumentTable<Instance>;
  readonly #settings: DocumentTable<InstanceSettings>;
  readonly #guests = new Map<string, Guest>();
  readonly #listeners = new Set<Listener>();
  readonly #notices = new Map<string, NodeJS.Timeout>();
  #bin = '';
  #started: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(host: Host) {
    this.#host = host;
    this.capacity = new Capacity(host.store);
    this.#instances = new DocumentTable(host.store, 'compute_instances');
    this.#settings = new DocumentTable(host.store, 'compute_settings');
  }

  get settings(): InstanceSettings {
    return this.#settings.find('all') ?? { bootMs: 0, environment: {} };
  }

  configure(settings: InstanceSettings): Promise<void> {
    return this.#settings.put('all', settings);
  }

  list(): Instance[] {
    return this.#instances.all();
  }

  find(id: string): Instance | undefined {
    return this.#instances.find(id);
  }

  /** Who signed with this access key. */
  findByAccessKey(accessKeyId: string): Instance | undefined {
    return this.list().find((instance) => instance.role !== undefined && accessKeyOf(instance) === accessKeyId);
  }

  /** The hardware of a standing instance. */
  findMachine(id: string): Machine | undefined {
    return this.#guests.get(id)?.machine;
  }

  environmentOf(instance: Instance): Record<string, string> {
    return instanceEnvironment(instance, {
      folder: this.folderOf(instance.id),
      bin: this.#bin,
      endpoint: this.#host.endpoint(),
      region: this.#host.region,
      systemPath: process.env['PATH'] ?? '/usr/bin:/bin',
      settings: this.settings,
    });
  }

  folderOf(id: string): string {
    return resolve(join(this.#host.dataDir, 'instances', id));
  }

  /** Hear of every change; @returns how to stop hearing. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Create and switch on. Validation and capacity are the caller's. */
  launch(spec: LaunchSpec): Instance {
    const id = `i-0${randomBytes(8).toString('hex')}`;
    const [high = 0, low = 0] = randomBytes(2);
    const tagged = Number(spec.tags['reelyard:boot-ms']);
    const { profileArn, ...rest } = spec;
    const role = profileArn?.split('/').at(-1);
    const instance: Instance = {
      ...rest,
      tags: { ...spec.tags },
      ...(profileArn === undefined || role === undefined ? {} : { profileArn, role }),
      id,
      state: 'pending',
      guest: 'off',
      subnetId: spec.subnetId ?? 'subnet-00000000000000000',
      privateIp: `10.0.${high}.${low}`,
      launchedAt: this.#host.now(),
      bootMs: Number.isFinite(tagged) ? tagged : this.settings.bootMs,
      hasRunUserData: false,
      isFrozen: false,
      imdsPort: 0,
      services: {},
    };
    this.#setState(instance, 'pending');
    this.#switchOn(instance);
    return instance;
  }

  start(id: string): void {
    const instance = this.find(id);
    if (instance?.state !== 'stopped') return;
    delete instance.stateReason;
    instance.launchedAt = this.#host.now();
    this.#setState(instance, 'pending');
    this.#switchOn(instance);
  }

  async stop(id: string): Promise<void> {
    const instance = this.find(id);
    if (!instance || (instance.state !== 'running' && instance.state !== 'pending')) return;
    this.#setState(instance, 'stopping');
    await this.#guests.get(id)?.powerOff(STOP_GRACE_MS);
    if (!isStanding(instance)) return;
    instance.guest = 'off';
    instance.isFrozen = false;
    this.#setState(instance, 'stopped');
  }

  async reboot(id: string): Promise<void> {
    const guest = this.#guests.get(id);
    const instance = this.find(id);
    if (!guest || instance?.state !== 'running') return;
    await guest.powerOff();
    if (this.#isStopped || this.find(id)?.state !== 'running') return;
    instance.isFrozen = false;
    await guest.powerOn();
  }

  /** Pull the plug and forget the disk. Resolves when nothing of it runs any more. */
  async terminate(id: string, reason = 'Client.UserInitiatedShutdown'): Promise<void> {
    const instance = this.find(id);
    if (!instance || !isStanding(instance)) return;
    instance.stateReason = { code: reason, message: `${reason}: terminated` };
    clearTimeout(this.#notices.get(id));
    this.#setState(instance, 'shutting-down');
    await this.#end(instance);
  }

  /** Announce the end of a spot instance, or end it without a word. @param seconds from the notice to the end. */
  interrupt(id: string, withNotice: boolean, seconds: number): void {
    const instance = this.find(id);
    if (!instance || !isStanding(instance)) return;
    if (withNotice) {
      instance.notice = { action: 'terminate', at: this.#host.now() + seconds * 1000 };
      void this.save(instance);
      this.#emit('EC2 Spot Instance Interruption Warning', instance, { 'instance-action': 'terminate' });
      this.#tell(instance, 'notice');
    }
    this.#endAt(id, this.#host.now() + (withNotice ? seconds * 1000 : 0));
  }

  /** A spot instance ends at that wall clock ms. */
  #endAt(id: string, at: number): void {
    const end = (): void => this.inBackground(id, this.terminate(id, 'Server.SpotInstanceTermination'));
    clearTimeout(this.#notices.get(id));
    this.#notices.set(id, setTimeout(end, Math.max(0, at - this.#host.now())).unref());
  }

  recommendRebalance(id: string): void {
    const instance = this.find(id);
    if (!instance) return;
    instance.rebalanceAt = this.#host.now();
    void this.save(instance);
    this.#emit('EC2 Instance Rebalance Recommendation', instance, {});
    this.#tell(instance, 'rebalance');
  }

  async kill(id: string): Promise<void> {
    await this.#guests.get(id)?.die();
  }

  freeze(id: string, isFrozen: boolean): void {
    this.#guests.get(id)?.freeze(isFrozen);
  }

  /** A change that comes after the end of the server is lost with it: the next start finds out for itself. */
  async save(instance: Instance): Promise<void> {
    if (this.#isStopped) return;
    await this.#instances.put(instance.id, instance);
  }

  /** Continue with the instances that were there; several services may call it, once counts. */
  startAll(): Promise<void> {
    this.#started ??= this.#resume();
    return this.#started;
  }

  /** The power of the whole farm goes; the documents stay. */
  async stopAll(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearInterval(this.#timer);
    for (const timer of this.#notices.values()) clearTimeout(timer);
    await Promise.all([...this.#guests.values()].map((guest) => guest.powerOff()));
  }

  async #resume(): Promise<void> {
    this.#bin = installAmi(resolve(this.#host.dataDir));
    this.#timer = setInterval(() => this.#watch(), WATCH_MS).unref();
    await Promise.all(this.list().map((instance) => this.#resumeOne(instance)));
  }

  async #resumeOne(instance: Instance): Promise<void> {
    if (instance.state === 'terminated') return;
    if (instance.state === 'shutting-down') return this.#end(instance);
    if (instance.notice) this.#endAt(instance.id, instance.notice.at);
    if (instance.state === 'stopping') this.#setState(instance, 'stopped');
    const guest = this.#guestOf(instance);
    if (instance.state === 'pending') this.#switchOn(instance);
    if (instance.state !== 'running' || instance.guest === 'dead') return;
    if (instance.guest === 'up' && guest.machine.processes().length > 0) return guest.adopt();
    await guest.powerOff();
    instance.isFrozen = false;
    this.inBackground(instance.id, guest.powerOn());
  }

  #switchOn(instance: Instance): void {
    const guest = this.#guestOf(instance);
    const run = async (): Promise<void> => {
      await this.startAll();
      if (this.#isStopped || instance.state !== 'pending') return;
      this.#setState(instance, 'running');
      await guest.powerOn();
    };
    this.inBackground(instance.id, run());
  }

  async #end(instance: Instance): Promise<void> {
    const guest = this.#guestOf(instance);
    await guest.powerOff();
    this.#clearDisk(instance.id);
    this.#guests.delete(instance.id);
    instance.guest = 'off';
    instance.terminatedAt = this.#host.now();
    this.#setState(instance, 'terminated');
  }

  /** A disk that cannot be cleared is left behind: the instance has ended all the same. */
  #clearDisk(id: string): void {
    try {
      keepLogs(this.#host.dataDir, id, this.folderOf(id));
      rmSync(this.folderOf(id), { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      this.#host.log('instance.disk-left', { instance: id, error: String(error) });
    }
  }

  /** Work that nobody waits for. */
  inBackground(id: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.#host.log('instance.failed', { instance: id, error: String(error) }));
  }

  #guestOf(instance: Instance): Guest {
    const known = this.#guests.get(instance.id);
    if (known) return known;
    const { accountId, region } = this.#host;
    const guest = new Guest({
      instance,
      folder: this.folderOf(instance.id),
      environment: (each) => this.environmentOf(each),
      metadata: (each, path) => findMetadata(each, path, { accountId, region, now: this.#host.now() }),
      changed: (each) => {
        void this.save(each);
        this.#tell(each, 'guest');
      },
      now: () => this.#host.now(),
      log: (event, fields) => this.#host.log(event, fields),
    });
    this.#guests.set(instance.id, guest);
    return guest;
  }

  #setState(instance: Instance, state: InstanceState): void {
    instance.state = state;
    void this.save(instance);
    this.#emit('EC2 Instance State-change Notification', instance, { state });
    this.#tell(instance, 'state');
  }

  #watch(): void {
    const busy = [...this.#guests.values()].filter((guest) => guest.supervisor.isBusy);
    const rows = busy.length > 0 ? listProcesses() : [];
    for (const guest of busy) guest.supervisor.watch(rows);
    const before = this.#host.now() - KEEP_TERMINATED_MS;
    for (const each of this.list())
      if (each.terminatedAt !== undefined && each.terminatedAt < before) void this.#instances.delete(each.id);
  }

  #emit(detailType: string, instance: Instance, detail: Record<string, unknown>): void {
    const { accountId, region } = this.#host;
    this.#host.emit({
      source: 'aws.ec2',
      'detail-type': detailType,
      detail: { 'instance-id': instance.id, ...detail },
      resources: [`arn:aws:ec2:${region}:${accountId}:instance/${instance.id}`],
    });
  }

  #tell(instance: Instance, change: Change): void {
    for (const listener of this.#listeners) listener(instance, change);
  }
}

const computes = new WeakMap<Host, Compute>();

/** The instances of a server; all services of one host share them. */
export function computeOf(host: Host): Compute {
  const known = computes.get(host);
  if (known) return known;
  const made = new Compute(host);
  computes.set(host, made);
  return made;
}
