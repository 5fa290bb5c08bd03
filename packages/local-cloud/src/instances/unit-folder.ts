/** The unit files of one machine, and the paths that they name: an absolute path is the machine's own when it exists there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvironmentFile, parseUnit, type Unit } from './unit-file.ts';

export class UnitFolder {
  readonly #root: string;

  /** @param root the machine's own folder. */
  constructor(root: string) {
    this.#root = root;
  }

  has(name: string): boolean {
    return existsSync(this.#file(name));
  }

  /** @throws when the file is missing or no unit. */
  read(name: string): Unit {
    return parseUnit(readFileSync(this.#file(name), 'utf8'));
  }

  /** What the unit adds to the machine's environment. @throws when a file that is not optional is missing. */
  environmentOf(unit: Unit): Record<string, string> {
    const files = unit.environmentFiles.map(({ path, isOptional }) => {
      const file = this.inRoot(path);
      return isOptional && !existsSync(file) ? {} : parseEnvironmentFile(readFileSync(file, 'utf8'));
    });
    return Object.assign({}, unit.environment, ...files) as Record<string, string>;
  }

  logFile(name: string): string {
    return join(this.#root, 'var/log', `${name}.log`);
  }

  inRoot(path: string): string {
    if (!path.startsWith('/') || path.startsWith(this.#root)) return path;
    const inside = join(this.#root, path);
    return existsSync(inside) ? inside : path;
  }

  #file(name: string): string {
    return join(this.#root, 'etc/systemd/system', `${name}.service`);
  }
}
