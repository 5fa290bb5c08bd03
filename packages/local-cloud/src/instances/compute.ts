/**
 * All instances of this loopback AWS: the one place that launches, stops and ends them. EC2, Auto Scaling, SSM and
 * STS are views on it.
 * Invariant: an instance's document is saved before its state change is told to anybody, and after `stop()` of the
 * server no process of any instance is left, while the documents stay and boot again with the next start.
 */
import { type Host } from '../service.ts';
import { accessKeyOf } from '../services/imds/metadata.ts';
import { Capacity } from './capacity.ts';
import { DocumentTable } from './document-table.ts';
import { type InstanceSettings } from './environment.ts';
import { Guests } from './guests.ts';
import { type Instance, type InstanceState, isStanding, type LaunchSpec } from './instance.ts';
import { type Machine } from './machine.ts';
import { newInstance } from './new-instance.ts';
import { tellEvent } from './tell-event.ts';

/** What happened to an instance. `guest`: its operating system came up, died, froze or thawed. */
export type Change = 'state' | 'guest' | 'notice' | 'rebalance';
export type Listener = (instance: Instance, change: Change) => void;

/** A stop gives services this long after SIGTERM. */
const STOP_GRACE_MS = 3_000;
/** Terminated instances stay visible this long, as in EC2. */
const KEEP_TERMINATED_MS = 3_600_000;
const FORGET_MS = 1_000;

export class Compute {
  readonly capacity: Capacity;
  readonly #host: Host;
  readonly #instances: DocumentTable<Instance>;
  readonly #settings: DocumentTable<InstanceSettings>;
  readonly #guests: Guests;
  readonly #listeners = new Set<Listener>();
  readonly #notices = new Map<string, NodeJS.Timeout>();
  #started: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(host: Host) {
    this.#host = host;
    this.capacity = new Capacity(host.store);
    this.#instances = new DocumentTable(host.store, 'compute_instances');
    this.#settings = new DocumentTable(host.store, 'compute_settings');
    this.#guests = new Guests({
      host,
      settings: () => this.settings,
      changed: (instance) => {
        void this.save(instance);
        this.#tell(instance, 'guest');
      },
    });
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
    return this.#guests.find(id)?.machine;
  }

  folderOf(id: string): string {
    return this.#guests.folderOf(id);
  }

  /** Hear of every change; @returns how to stop hearing. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Create and switch on. Validation and capacity are the caller's. */
  launch(spec: LaunchSpec): Instance {
    const instance = newInstance(spec, { now: this.#host.now(), bootMs: this.settings.bootMs });
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
    await this.#guests.find(id)?.powerOff(STOP_GRACE_MS);
    if (!isStanding(instance)) return;
    instance.guest = 'off';
    instance.isFrozen = false;
    this.#setState(instance, 'stopped');
  }

  async reboot(id: string): Promise<void> {
    const guest = this.#guests.find(id);
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
      tellEvent(this.#host, 'EC2 Spot Instance Interruption Warning', instance, { 'instance-action': 'terminate' });
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
    tellEvent(this.#host, 'EC2 Instance Rebalance Recommendation', instance, {});
    this.#tell(instance, 'rebalance');
  }

  async kill(id: string): Promise<void> {
    await this.#guests.find(id)?.die();
  }

  freeze(id: string, isFrozen: boolean): void {
    this.#guests.find(id)?.freeze(isFrozen);
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
    await this.#guests.stop();
  }

  async #resume(): Promise<void> {
    this.#guests.start();
    this.#timer = setInterval(() => this.#forget(), FORGET_MS).unref();
    await Promise.all(this.list().map((instance) => this.#resumeOne(instance)));
  }

  async #resumeOne(instance: Instance): Promise<void> {
    if (instance.state === 'terminated') return;
    if (instance.state === 'shutting-down') return this.#end(instance);
    if (instance.notice) this.#endAt(instance.id, instance.notice.at);
    if (instance.state === 'stopping') this.#setState(instance, 'stopped');
    const guest = this.#guests.of(instance);
    if (instance.state === 'pending') this.#switchOn(instance);
    if (instance.state !== 'running') return;
    if (instance.guest === 'dead') return guest.powerOff();
    if (instance.guest === 'up' && guest.machine.processes().length > 0) return guest.adopt();
    await guest.powerOff();
    instance.isFrozen = false;
    this.inBackground(instance.id, guest.powerOn());
  }

  #switchOn(instance: Instance): void {
    const guest = this.#guests.of(instance);
    const run = async (): Promise<void> => {
      await this.startAll();
      if (this.#isStopped || instance.state !== 'pending') return;
      this.#setState(instance, 'running');
      await guest.powerOn();
    };
    this.inBackground(instance.id, run());
  }

  async #end(instance: Instance): Promise<void> {
    await this.#guests.end(instance);
    instance.guest = 'off';
    instance.terminatedAt = this.#host.now();
    this.#setState(instance, 'terminated');
  }

  /** Work that nobody waits for. */
  inBackground(id: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.#host.log('instance.failed', { instance: id, error: String(error) }));
  }

  #setState(instance: Instance, state: InstanceState): void {
    instance.state = state;
    void this.save(instance);
    tellEvent(this.#host, 'EC2 Instance State-change Notification', instance, { state });
    this.#tell(instance, 'state');
  }

  /** Terminated instances that were visible long enough. */
  #forget(): void {
    const before = this.#host.now() - KEEP_TERMINATED_MS;
    for (const each of this.list())
      if (each.terminatedAt !== undefined && each.terminatedAt < before) void this.#instances.delete(each.id);
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
