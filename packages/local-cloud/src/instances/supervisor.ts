/**
 * What systemd does for the services of one instance: start, stop, restart by rule, answer `systemctl`.
 * Invariant: the record of a unit is saved before anybody learns of the change, so that a server that comes back
 * finds the same main process (by pid and start time) or knows that it is gone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ServiceRecord } from './instance.ts';
import { type Machine } from './machine.ts';
import { type Answer, describeService } from './service-status.ts';
import { isAlive, listProcesses, type ProcessKey, type ProcessRow, signal, withDescendants } from './process-table.ts';
import { parseEnvironmentFile, parseUnit, splitCommand, type Unit, wantsRestart } from './unit-file.ts';

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

export class Supervisor {
  readonly #options: SupervisorOptions;
  /** Processes seen below a unit's main one; they die with it, as in a control group. */
  readonly #members = new Map<string, Map<number, number>>();
  readonly #restarts = new Map<string, NodeJS.Timeout>();
  readonly #stopping = new Set<string>();
  #isOff = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
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
    this.#members.clear();
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
        this.#exited(record, record.main, null, 'SIGKILL');
        continue;
      }
      const below = withDescendants(new Set([record.main.pid]), rows);
      const known = this.#members.get(record.name) ?? new Map<number, number>();
      for (const row of rows) if (below.has(row.pid)) known.set(row.pid, row.startedAt);
      this.#members.set(record.name, known);
    }
  }

  async systemctl(args: readonly string[]): Promise<Answer> {
    const words = args.filter((arg) => !arg.startsWith('-'));
    const [verb = '', ...names] = words;
    if (verb === 'daemon-reload' || verb === 'reset-failed') return { code: 0, text: '' };
    let answer: Answer = { code: 0, text: '' };
    for (const given of names) {
      const name = given.replace(/\.service$/, '');
      if (!this.#record(name)) return { code: 5, text: `Unit ${name}.service could not be found.\n` };
      try {
        const next = await this.#apply(verb, name, args.includes('--now'));
        answer = { code: Math.max(answer.code, next.code), text: answer.text + next.text };
      } catch (error) {
        answer = { code: 1, text: `${answer.text}Job for ${name}.service failed: ${(error as Error).message}\n` };
      }
    }
    return names.length === 0 ? { code: 1, text: `systemctl: unknown or incomplete command '${verb}'\n` } : answer;
  }

  async #apply(verb: string, name: string, isNow: boolean): Promise<Answer> {
    switch (verb) {
      case 'enable':
      case 'disable':
        this.#enable(name, verb === 'enable');
        if (isNow) await (verb === 'enable' ? this.start(name) : this.stop(name));
        return done;
      case 'start':
        await this.start(name);
        return done;
      case 'stop':
        await this.stop(name);
        return done;
      case 'restart':
        await this.stop(name);
        await this.start(name);
        return done;
      case 'is-active':
      case 'is-enabled':
      case 'status':
      case 'show':
        return describeService(verb, name, this.#record(name));
      case 'kill':
        for (const key of this.#cgroup(name)) signal(key.pid, 'SIGTERM');
        return done;
      default:
        return { code: 1, text: `Unknown command verb '${verb}'.\n` };
    }
  }

  /** @throws when the unit file is missing or wrong, or a oneshot fails. */
  async start(name: string): Promise<void> {
    const record = this.#record(name);
    if (!record || this.#isOff) return;
    if (record.main && isAlive(record.main)) return;
    clearTimeout(this.#restarts.get(name));
    const unit = this.#unit(name);
    const environment = this.#environmentOf(unit);
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
    const record = this.#record(name);
    if (!record) return;
    clearTimeout(this.#restarts.get(name));
    record.isWanted = false;
    this.#options.save();
    const { main } = record;
    if (!main || !isAlive(main)) return;
    const unit = this.#unit(name);
    this.#stopping.add(name);
    const all = this.#cgroup(name);
    const first = unit.killMode === 'control-group' ? all : [main];
    for (const key of first) signal(key.pid, unit.killSignal);
    const waited = unit.killMode === 'process' ? [main] : all;
    const deadline = performance.now() + unit.stopMs;
    while (performance.now() < deadline && waited.some(isAlive)) {
      if (unit.killMode === 'mixed' && !isAlive(main)) break;
      await pause(20);
    }
    for (const key of [...waited, ...(unit.killMode === 'process' ? [] : this.#cgroup(name))])
      if (isAlive(key)) signal(key.pid, 'SIGKILL');
    while (isAlive(main)) await pause(5);
    this.#exited(record, main, null, unit.killSignal);
    this.#stopping.delete(name);
  }

  #launch(record: ServiceRecord, unit: Unit, environment: Record<string, string>): void {
    const [program = '', ...args] = splitCommand(unit.execStart[0] ?? '', environment);
    const { child, key } = this.#options.machine.spawn({
      program: this.#inRoot(program),
      args,
      cwd: this.#inRoot(unit.workingDirectory ?? '/'),
      env: environment,
      stdout: this.#logFile(record.name),
    });
    child.once('error', (error) => {
      this.#options.log('instance.service-failed', { service: record.name, error: error.message });
      if (key.pid === 0) this.#ended(record, unit, 203, null);
    });
    if (key.pid === 0) return;
    record.main = key;
    record.startedAt = this.#options.now();
    this.#options.save();
    child.once('exit', (code, name) => this.#exited(record, key, code, name));
  }

  #exited(record: ServiceRecord, key: ProcessKey, code: number | null, name: string | null): void {
    if (record.main?.pid !== key.pid || record.main.startedAt !== key.startedAt) return;
    let unit: Unit | undefined;
    try {
      unit = this.#unit(record.name);
    } catch {
      // The unit file is gone (an uninstall): nothing to restart by.
    }
    if (unit?.killMode !== 'process') for (const left of this.#cgroup(record.name)) signal(left.pid, 'SIGKILL');
    this.#members.delete(record.name);
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
      program: this.#inRoot(program),
      args,
      cwd: this.#inRoot(unit.workingDirectory ?? '/'),
      env: environment,
      stdout: this.#logFile(name),
    });
    const code = await new Promise<number | null>((resolve) => {
      child.once('exit', (status) => resolve(status));
      child.once('error', () => resolve(203));
    });
    if (code !== 0 && !line.startsWith('-'))
      throw new Error(`control process exited with error code ${code ?? 'signal'}`);
  }

  /** The main process and all that ever ran below it and still lives. */
  #cgroup(name: string): ProcessKey[] {
    const main = this.#record(name)?.main;
    const rows = listProcesses();
    const roots = new Set<number>(main ? [main.pid] : []);
    const known = this.#members.get(name) ?? new Map<number, number>();
    for (const row of rows) if (known.get(row.pid) === row.startedAt || row.session === main?.pid) roots.add(row.pid);
    const all = withDescendants(roots, rows);
    return rows.filter((row) => all.has(row.pid)).map((row) => ({ pid: row.pid, startedAt: row.startedAt }));
  }

  /** The record of a unit that has a file; made at first sight. */
  #record(name: string): ServiceRecord | undefined {
    if (!/^[\w@.:-]+$/.test(name)) return undefined;
    const known = this.#options.services[name];
    if (known) return known;
    if (!existsSync(this.#file(name))) return undefined;
    const made: ServiceRecord = { name, isEnabled: false, isWanted: false, restarts: 0 };
    this.#options.services[name] = made;
    return made;
  }

  #enable(name: string, isEnabled: boolean): void {
    const record = this.#record(name);
    if (record) record.isEnabled = isEnabled;
    this.#options.save();
  }

  #unit(name: string): Unit {
    return parseUnit(readFileSync(this.#file(name), 'utf8'));
  }

  #environmentOf(unit: Unit): Record<string, string> {
    const files = unit.environmentFiles.map(({ path, isOptional }) => {
      const file = this.#inRoot(path);
      return isOptional && !existsSync(file) ? {} : parseEnvironmentFile(readFileSync(file, 'utf8'));
    });
    return Object.assign({}, this.#options.environment(), unit.environment, ...files) as Record<string, string>;
  }

  #file(name: string): string {
    return join(this.#options.machine.folder, 'etc/systemd/system', `${name}.service`);
  }

  #logFile(name: string): string {
    return join(this.#options.machine.folder, 'var/log', `${name}.log`);
  }

  /** An absolute path means the instance's own file system when it exists there. */
  #inRoot(path: string): string {
    const { folder } = this.#options.machine;
    if (!path.startsWith('/') || path.startsWith(folder)) return path;
    const inside = join(folder, path);
    return existsSync(inside) ? inside : path;
  }
}

const done: Answer = { code: 0, text: '' };
