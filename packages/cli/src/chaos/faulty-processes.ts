/** What `faulty-process.mjs` in the services is told. Invariant: a change counts only once the process has answered that it is in force. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProcessFault {
  /** Of its wall clock. */
  clockOffsetMs?: number;
  isDiskFull?: boolean;
}

const LOOK_AGAIN_MS = 50;
const preload = new URL('./faulty-process.mjs', import.meta.url);

export class FaultyProcesses {
  readonly #dir: string;
  readonly #told = new Map<string, ProcessFault>();
  #turns = 0;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async prepare(dir: string): Promise<FaultyProcesses> {
    await mkdir(dir, { recursive: true });
    return new FaultyProcesses(dir);
  }

  /** Variables of every service of the farm. */
  static environment(dir: string): Record<string, string> {
    return { NODE_OPTIONS: `--import=${preload.href}`, CHAOS_FAULTS_DIR: dir };
  }

  /**
   * On top of what it was told before; `undefined` takes a fault away.
   * @param who instance id, name of the function, or principal of the service
   * @returns whether the process has answered in time
   */
  async tell(who: string, change: { [Name in keyof ProcessFault]: ProcessFault[Name] | undefined }, withinMs: number) {
    const told = Object.fromEntries(
      Object.entries({ ...this.#told.get(who), ...change }).filter(([, value]) => value !== undefined),
    );
    this.#told.set(who, told);
    const text = JSON.stringify({ ...told, turn: (this.#turns += 1) });
    const file = join(this.#dir, `${who}.json`);
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
    return this.#isSeen(who, text, Date.now() + withinMs);
  }

  async #isSeen(who: string, text: string, until: number): Promise<boolean> {
    for (;;) {
      const seen = await readFile(join(this.#dir, `${who}.seen`), 'utf8').catch(() => '');
      if (seen === text) return true;
      if (Date.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
}

export const preloadFile = fileURLToPath(preload);
