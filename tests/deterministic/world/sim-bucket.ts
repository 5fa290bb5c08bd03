/**
 * The artifact bucket, and the disk of a machine. Invariant: nothing in the bucket is ever overwritten; a key that is there answers 412, and
 * who finds its own bytes there takes that for its upload (the reply of which was lost), as the agent's adapter does by HEAD.
 */
import { createHash } from 'node:crypto';
import { FarmError } from '@reelyard/contracts';
import { type Files, type Storage } from '@reelyard/render-agent';
import { type Dice } from './chance.ts';
import { type Life } from './life.ts';
import { type Weather } from './weather.ts';

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of one machine; it is empty when the machine is new. */
export class SimDisk {
  readonly contents = new Map<string, string>();

  get files(): Files {
    const { contents } = this;
    const below = (folder: string): [string, string][] =>
      [...contents].filter(([path]) => path.startsWith(`${folder}/`));
    return {
      makeFolder: () => Promise.resolve(),
      write: async (file, text) => void contents.set(file, text),
      list: async (folder) =>
        below(folder).flatMap(([path]) => {
          const name = path.slice(folder.length + 1);
          return name.includes('/') ? [] : [name];
        }),
      bytesIn: async (folder) => below(folder).reduce((sum, [, text]) => sum + text.length, 0),
      sha256Of: async (file) => sha256Of(this.read(file)),
      wipe: async (folder) => {
        for (const [path] of below(folder)) contents.delete(path);
      },
    };
  }

  read(file: string): string {
    const text = this.contents.get(file);
    if (text === undefined) throw Object.assign(new Error(`no file ${file}`), { code: 'ENOENT' });
    return text;
  }
}

export class SimBucket {
  readonly #weather: Weather;
  readonly objects = new Map<string, string>();

  constructor(weather: Weather) {
    this.#weather = weather;
  }

  /** '' when nothing is there. */
  digestOf(key: string): string {
    const text = this.objects.get(key);
    return text === undefined ? '' : sha256Of(text);
  }

  storageOf(life: Life, disk: SimDisk, userId: string, dice: Dice): Storage {
    const call = <T>(isWrite: boolean, serve: () => Promise<T>): Promise<T> =>
      life.call({ what: isWrite ? 'write' : 'read', serve, ...this.#weather.fateOf('bucket', isWrite, dice) });
    return {
      userId: () => Promise.resolve(userId),
      publish: async (file, { key }) => {
        const text = disk.read(file);
        const sha256 = sha256Of(text);
        const isNew = await call(true, async () => this.#putNew(key, text));
        const there = isNew ? sha256 : await call(false, async () => this.digestOf(key));
        if (there !== sha256) throw new FarmError('storage-unavailable', `${key} is taken by other bytes`);
        return { key, bytes: text.length, sha256 };
      },
      fetch: async (key, toFile) => {
        const text = await call(false, async () => this.objects.get(key));
        if (text === undefined)
          return { kind: 'failed', failure: { class: 'permanent', code: 'asset_unavailable', message: `${key}: 404` } };
        disk.contents.set(toFile, text);
        return { kind: 'staged', bytes: text.length };
      },
    };
  }

  #putNew(key: string, text: string): boolean {
    if (this.objects.has(key)) return false;
    this.objects.set(key, text);
    return true;
  }
}
