/** What every S3 action works with. Changes that replace or remove objects free their files after the commit. */
import { type Host, type ServiceReply, type ServiceRequest } from '../../service.ts';
import { Buckets } from './buckets.ts';
import { ContentFolder, type Segment } from './content-folder.ts';
import { Objects, type StoredObject } from './objects.ts';
import { s3Error } from './s3-error.ts';
import { type Target } from './target.ts';
import { Uploads } from './uploads.ts';

export type S3Action = (depot: Depot, target: Target, request: ServiceRequest) => Promise<ServiceReply>;

export class Depot {
  readonly host: Host;
  readonly buckets: Buckets;
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly contents: ContentFolder;

  constructor(host: Host) {
    this.host = host;
    this.buckets = new Buckets(host.store);
    this.objects = new Objects(host.store);
    this.uploads = new Uploads(host.store);
    this.contents = new ContentFolder(host.dataDir);
    const known = new Set<string>();
    for (const { id } of this.objects.allSegments()) known.add(id);
    for (const { id } of this.uploads.allSegments()) known.add(id);
    this.contents.sweep((id) => known.has(id));
  }

  /** The instant as HTTP dates show it: whole seconds, in milliseconds. */
  nowInSeconds(): number {
    return Math.floor(this.host.now() / 1000) * 1000;
  }

  getObject({ bucket, key }: Target): StoredObject {
    this.buckets.check(bucket);
    const found = this.objects.find(bucket, key);
    if (!found) throw s3Error('NoSuchKey', { Key: key });
    return found;
  }

  /**
   * Make `object` the one of its key, once `check` has seen what is there now. When that throws, the new bytes go;
   * otherwise the old ones do.
   */
  async replace(
    bucket: string,
    object: StoredObject,
    check: (current: StoredObject | undefined) => void,
    alongside: () => void = () => undefined,
  ): Promise<void> {
    const replaced = await this.#commit(bucket, object, check, alongside);
    this.contents.discard(bucket, replaced);
  }

  async #commit(
    bucket: string,
    object: StoredObject,
    check: (current: StoredObject | undefined) => void,
    alongside: () => void,
  ): Promise<Segment[]> {
    return this.host.store.write(() => {
      this.buckets.check(bucket);
      const current = this.objects.find(bucket, object.key);
      check(current);
      this.objects.put(bucket, object);
      alongside();
      return current?.detail.segments ?? [];
    });
  }

  /** Remove keys; those that are not there count as removed. */
  async remove(bucket: string, keys: string[]): Promise<void> {
    const gone = await this.host.store.write(() =>
      keys.flatMap((key) => {
        const current = this.objects.find(bucket, key);
        if (current) this.objects.remove(bucket, key);
        return current?.detail.segments ?? [];
      }),
    );
    this.contents.discard(bucket, gone);
  }
}
