/**
 * What systemd does for the services of one instance: start, stop, restart by rule, answer `systemctl`.
 * Invariant: the record of a unit is saved before anybody learns of the change, so that a server that comes back
 * finds the same main process (by pid and start time) or knows that it is gone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessRow } from '@reelyard/runtime';
import { ControlGroups } from './control-groups.ts';
import { type ServiceRecord } from './instance.ts';
import { type Machine } from './machine.ts';
import { isAlive, type ProcessKey, signal } from './process-key.ts';
import { runSystemctl, type Services } from './run-systemctl.ts';
import { type Answer } from './service-status.ts';
import { splitCommand, type Unit, wantsRestart } from './unit-file.ts';
import { UnitFolder } from './unit-folder.ts';

export interface SupervisorOptions {
  machine: Machine;
  /** The instance's environment. */
  environment(): Record<string, string>;
  /** Records by unit name, owned by the instance's document. */
  services: Record<string, ServiceRecord>;
  save(): void;
  now(): number;
  log(event: string, fields: Record<string, unknown>): void;
}

export class Supervisor implements Services {
  readonly #options: SupervisorOptions;
  readonly #units: UnitFolder;
  readonly #groups = new ControlGroups();
  readonly #restarts = new Map<string, NodeJS.Timeout>();
  readonly #stopping = new Set<string>();
  /** Main processes that this server started: their end is told with its code. */
  readonly #children = new Set<number>();
  #isOff = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#units = new UnitFolder(options.machine.folder);
  }

  /** The machine was switched on: nothing runs yet. */
  reset(): void {
    this.#isOff = false;
    for (const record of Object.values(this.#options.services)) {
      delete record.main;
      record.isWanted = false;
    }
  }

  /** Start what is enabled and does not run yet, as a boot does. */
  boot(): void {
    for (const record of Object.values(this.#options.services)) if (record.isEnabled) this.#startLater(record.name);
  }

  /** After a restart of the server on a machine that kept running: keep what lives, apply the rule to what died. */
  adopt(): void {
    for (const record of Object.values(this.#options.services)) {
      if (!record.main) continue;
      this.#options.machine.adopt(record.main);
      if (!isAlive(record.main)) this.#exited(record, record.main, null, 'SIGKILL');
    }
  }

  /** The power is gone: nothing restarts any more. */
  off(): void {
    this.#isOff = true;
    for (const timer of this.#restarts.values()) clearTimeout(timer);
    this.#restarts.clear();
    this.#groups.clear();
  }

  /** True while a service runs that wants watching. */
  get isBusy(): boolean {
    return !this.#isOff && Object.values(this.#options.services).some((record) => record.main);
  }

  /** Look for adopted processes that ended and remember who runs below whom; called about once a second. */
  watch(rows: readonly ProcessRow[]): void {
    if (this.#isOff) return;
    for (const record of Object.values(this.#options.services)) {
      if (!record.main) continue;
      if (!isAlive(record.main)) {
        if (!this.#children.has(record.main.pid)) this.#exited(record, record.main, null, 'SIGKILL');
        continue;
      }
      this.#groups.remember(record.name, record.main, rows);
    }
  }

  systemctl(args: readonly string[]): Promise<Answer> {
    return runSystemctl(this, args);
  }

  /** @throws when the unit file is missing or wrong, or a oneshot fails. */
  async start(name: string): Promise<void> {
    const record = this.find(name);
    if (!record || this.#isOff) return;
    if (record.main && isAlive(record.main)) return;
    clearTimeout(this.#restarts.get(name));
    const unit = this.#units.read(name);
    const environment = { ...this.#options.environment(), ...this.#units.environmentOf(unit) };
    record.isWanted = true;
    delete record.lastExit;
    for (const line of unit.execStartPre) await this.#runOnce(name, unit, line, environment);
    if (unit.type === 'oneshot') {
      for (const line of unit.execStart) await this.#runOnce(name, unit, line, environment);
      record.isWanted = unit.remainsAfterExit;
      this.#options.save();
      return;
    }
    this.#launch(record, unit, environment);
  }

  async stop(name: string): Promise<void> {
    const record = this.find(name);
    if (!record) return;
    clearTimeout(this.#restarts.get(name));
    record.isWanted = false;
    this.#options.save();
    const { main } = record;
    if (!main || !isAlive(main)) return;
    const unit = this.#units.read(name);
    this.#stopping.add(name);
    const all = this.#groups.list(name, record.main);
    const first = unit.killMode === 'control-group' ? all : [main];
    for (const key of first) signal(key.pid, unit.killSignal);
    const waited = unit.killMode === 'process' ? [main] : all;
    const deadline = performance.now() + unit.stopMs;
    while (performance.now() < deadline && waited.some(isAlive)) {
      if (unit.killMode === 'mixed' && !isAlive(main)) break;
      await pause(20);
    }
    const left = [...waited, ...(unit.killMode === 'process' ? [] : this.#groups.list(name, record.main))];
    for (const key of left) if (isAlive(key)) signal(key.pid, 'SIGKILL');
    // A kill is an order: what shares nothing with the main process may still be dying after it.
    while (left.some(isAlive)) await pause(5);
    this.#exited(record, main, null, unit.killSignal);
    this.#stopping.delete(name);
  }

  kill(name: string): void {
    for (const key of this.#groups.list(name, this.find(name)?.main)) signal(key.pid, 'SIGTERM');
  }

  #launch(record: ServiceRecord, unit: Unit, environment: Record<string, string>): void {
    const [program = '', ...args] = splitCommand(unit.execStart[0] ?? '', environment);
    const { child, key } = this.#options.machine.spawn({
      program: this.#units.inRoot(program),
      args,
      cwd: this.#units.inRoot(unit.workingDirectory ?? '/'),
      env: environment,
      stdout: this.#units.logFile(record.name),
    });
    child.once('error', (error) => {
      this.#options.log('instance.service-failed', { service: record.name, error: error.message });
      if (key.pid === 0) this.#ended(record, unit, 203, null);
    });
    if (key.pid === 0) return;
    record.main = key;
    record.startedAt = this.#options.now();
    this.#options.save();
    this.#children.add(key.pid);
    child.once('exit', (code, name) => {
      this.#children.delete(key.pid);
      this.#exited(record, key, code, name);
    });
  }

  #exited(record: ServiceRecord, key: ProcessKey, code: number | null, name: string | null): void {
    if (record.main?.pid !== key.pid || record.main.startedAt !== key.startedAt) return;
    let unit: Unit | undefined;
    try {
      unit = this.#units.read(record.name);
    } catch {
      // The unit file is gone (an uninstall): nothing to restart by.
    }
    if (unit?.killMode !== 'process')
      for (const left of this.#groups.list(record.name, record.main)) signal(left.pid, 'SIGKILL');
    this.#groups.forget(record.name);
    delete record.main;
    this.#ended(record, unit, code, name);
  }

  #ended(record: ServiceRecord, unit: Unit | undefined, code: number | null, name: string | null): void {
    record.lastExit = { code, signal: name };
    if (this.#isOff) return;
    this.#options.log('instance.service-exited', { service: record.name, code, signal: name });
    const again = record.isWanted && !this.#stopping.has(record.name) && unit && wantsRestart(unit.restart, code, name);
    if (!again) record.isWanted = false;
    this.#options.save();
    if (!again) return;
    record.restarts += 1;
    this.#restarts.set(record.name, setTimeout(() => this.#startLater(record.name), unit.restartMs).unref());
  }

  /** Start without anybody waiting for it. */
  #startLater(name: string): void {
    this.start(name).catch((error: unknown) =>
      this.#options.log('instance.service-failed', { service: name, error: String(error) }),
    );
  }

  async #runOnce(name: string, unit: Unit, line: string, environment: Record<string, string>): Promise<void> {
    const [program = '', ...args] = splitCommand(line, environment);
    const { child } = this.#options.machine.spawn({
      program: this.#units.inRoot(program),
      args,
      cwd: this.#units.inRoot(unit.workingDirectory ?? '/'),
      env: environment,
      stdout: this.#units.logFile(name),
    });
    const code = await new Promise<number | null>((resolve) => {
      child.once('exit', (status) => resolve(status));
      child.once('error', () => resolve(203));
    });
    if (code !== 0 && !line.startsWith('-'))
      throw new Error(`control process exited with error code ${code ?? 'signal'}`);
  }

  /** The record of a unit that has a file; made at first sight. */
  find(name: string): ServiceRecord | undefined {
    if (!/^[\w@.:-]+$/.test(name)) return undefined;
    const known = this.#options.services[name];
    if (known) return known;
    if (!this.#units.has(name)) return undefined;
    const made: ServiceRecord = { name, isEnabled: false, isWanted: false, restarts: 0 };
    this.#options.services[name] = made;
    return made;
  }

  enable(name: string, isEnabled: boolean): void {
    const record = this.find(name);
    if (record) record.isEnabled = isEnabled;
    this.#options.save();
  }
}
