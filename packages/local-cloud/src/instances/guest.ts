/**
 * The operating system of one instance: boots, runs user data once, supervises services, answers IMDS, goes off.
 * Invariant: a boot that was overtaken (power off, reboot, stop) never writes to the instance again; each boot holds
 * a number and looks whether it is still the current one.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImdsServer } from '../services/imds/imds-server.ts';
import { type Instance } from './instance.ts';
import { Machine } from './machine.ts';
import { Supervisor } from './supervisor.ts';

export interface GuestOptions {
  instance: Instance;
  folder: string;
  environment(instance: Instance): Record<string, string>;
  /** A document of the metadata service. */
  metadata(instance: Instance, path: string): string | undefined;
  /** Persist the instance and tell those who wait for its guest to come up. */
  changed(instance: Instance): void;
  now(): number;
  log(event: string, fields: Record<string, unknown>): void;
}

export class Guest {
  readonly machine: Machine;
  readonly supervisor: Supervisor;
  readonly #instance: Instance;
  readonly #options: GuestOptions;
  #imds: ImdsServer | undefined;
  #boot = 0;
  #bootTimer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  constructor(options: GuestOptions) {
    const { instance } = options;
    this.#options = options;
    this.#instance = instance;
    const environment = (): Record<string, string> => options.environment(instance);
    this.machine = new Machine({ id: instance.id, folder: options.folder, environment });
    this.supervisor = new Supervisor({
      machine: this.machine,
      environment,
      services: instance.services,
      save: () => options.changed(instance),
      now: options.now,
      log: (event, fields) => options.log(event, { instance: instance.id, ...fields }),
    });
  }

  /** Switch on: metadata first, then the delay, user data if it never ran, enabled services, and the SSM agent. */
  async powerOn(): Promise<void> {
    this.#boot += 1;
    const boot = this.#boot;
    const isCurrent = (): boolean => boot === this.#boot;
    this.machine.prepare();
    this.supervisor.reset();
    await this.#serveMetadata();
    if (!isCurrent()) return;
    this.#set('booting');
    await this.#delay(this.#instance.bootMs);
    if (!isCurrent()) return;
    if (!this.#instance.hasRunUserData) await this.#runUserData(isCurrent);
    if (!isCurrent()) return;
    this.#instance.hasRunUserData = true;
    this.supervisor.boot();
    this.#set('up');
  }

  /** Take over a machine that kept running while the server was away. */
  async adopt(): Promise<void> {
    this.#boot += 1;
    await this.#serveMetadata();
    this.supervisor.adopt();
  }

  /** @param graceMs time between SIGTERM and SIGKILL; 0 pulls the plug. */
  async powerOff(graceMs = 0): Promise<void> {
    this.#halt();
    if (graceMs > 0) await this.machine.shutDown(graceMs);
    else await this.machine.powerOff();
    this.#imds?.close();
    this.#imds = undefined;
  }

  /** The machine dies without a word: EC2 still calls it running. */
  async die(): Promise<void> {
    await this.powerOff();
    this.#set('dead');
  }

  freeze(isFrozen: boolean): void {
    this.#instance.isFrozen = isFrozen;
    this.machine.signalAll(isFrozen ? 'SIGSTOP' : 'SIGCONT');
    this.#options.changed(this.#instance);
  }

  #halt(): void {
    this.#boot += 1;
    clearTimeout(this.#bootTimer);
    this.#wake?.();
    this.supervisor.off();
  }

  #set(guest: Instance['guest']): void {
    this.#instance.guest = guest;
    this.#options.changed(this.#instance);
  }

  #delay(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#bootTimer = setTimeout(resolve, ms);
    });
  }

  async #serveMetadata(): Promise<void> {
    this.#imds?.close();
    const imds = new ImdsServer({
      find: (path) => this.#options.metadata(this.#instance, path),
      systemctl: (args) => this.supervisor.systemctl(args),
      now: this.#options.now,
    });
    this.#imds = imds;
    const wished = this.#instance.imdsPort;
    this.#instance.imdsPort = await imds.listen(wished);
    if (wished !== 0 && wished !== this.#instance.imdsPort)
      this.#options.log('instance.imds-moved', { instance: this.#instance.id, from: wished });
    this.#options.changed(this.#instance);
  }

  /** Like cloud-init: output to its log, and a failure does not stop the boot. */
  async #runUserData(isCurrent: () => boolean): Promise<void> {
    const text = decodeUserData(this.#instance.userData);
    if (!text.startsWith('#!')) return;
    const script = join(this.machine.folder, 'var/lib/cloud/user-data.sh');
    const stdout = join(this.machine.folder, 'var/log/cloud-init-output.log');
    const { child } = this.machine.spawn({
      program: '/bin/sh',
      args: ['-c', 'exec "$0"', script],
      stdout: write(script, text, stdout),
    });
    const code = await new Promise<number | null>((resolve) => {
      child.once('exit', (status) => resolve(status));
      child.once('error', () => resolve(127));
    });
    if (isCurrent()) this.#options.log('instance.user-data', { instance: this.#instance.id, code });
  }
}

/** Base64 as EC2 wants it; a script that was never encoded is taken as it is. */
export function decodeUserData(userData: string): string {
  return userData.startsWith('#!') ? userData : Buffer.from(userData, 'base64').toString('utf8');
}

function write(script: string, text: string, log: string): string {
  writeFileSync(script, text);
  chmodSync(script, 0o755);
  return log;
}
