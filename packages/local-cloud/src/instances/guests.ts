/** The operating systems of all standing instances, each in a folder of its own, watched once a second. */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listProcesses } from '@reelyard/runtime';
import { installAmi } from '../ami/install.ts';
import { type Host } from '../service.ts';
import { findMetadata } from '../services/imds/metadata.ts';
import { instanceEnvironment, type InstanceSettings } from './environment.ts';
import { Guest } from './guest.ts';
import { type Instance } from './instance.ts';
import { keepLogs } from './keep-logs.ts';

const WATCH_MS = 1_000;

export interface GuestsParts {
  host: Host;
  settings(): InstanceSettings;
  /** Something of the instance's operating system has changed. */
  changed(instance: Instance): void;
}

export class Guests {
  readonly #parts: GuestsParts;
  readonly #host: Host;
  readonly #guests = new Map<string, Guest>();
  #bin = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: GuestsParts) {
    this.#parts = parts;
    this.#host = parts.host;
  }

  start(): void {
    this.#bin = installAmi(resolve(this.#host.dataDir));
    this.#timer = setInterval(() => this.#watch(), WATCH_MS).unref();
  }

  /** All power off. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#guests.values()].map((guest) => guest.powerOff()));
  }

  find(id: string): Guest | undefined {
    return this.#guests.get(id);
  }

  /** The instance's guest, made at first sight. */
  of(instance: Instance): Guest {
    const known = this.#guests.get(instance.id);
    if (known) return known;
    const { accountId, region } = this.#host;
    const guest = new Guest({
      instance,
      folder: this.folderOf(instance.id),
      environment: (each) => this.#environmentOf(each),
      metadata: (each, path) => findMetadata(each, path, { accountId, region, now: this.#host.now() }),
      changed: (each) => this.#parts.changed(each),
      now: () => this.#host.now(),
      log: (event, fields) => this.#host.log(event, fields),
    });
    this.#guests.set(instance.id, guest);
    return guest;
  }

  /** Power off for good; the disk goes, the logs stay. */
  async end(instance: Instance): Promise<void> {
    await this.of(instance).powerOff();
    this.#clearDisk(instance.id);
    this.#guests.delete(instance.id);
  }

  folderOf(id: string): string {
    return resolve(join(this.#host.dataDir, 'instances', id));
  }

  #environmentOf(instance: Instance): Record<string, string> {
    return instanceEnvironment(instance, {
      folder: this.folderOf(instance.id),
      bin: this.#bin,
      endpoint: this.#host.endpoint(),
      region: this.#host.region,
      systemPath: process.env['PATH'] ?? '/usr/bin:/bin',
      settings: this.#parts.settings(),
    });
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

  #watch(): void {
    const busy = [...this.#guests.values()].filter((guest) => guest.supervisor.isBusy);
    const rows = busy.length > 0 ? listProcesses() : [];
    for (const guest of busy) guest.supervisor.watch(rows);
  }
}
