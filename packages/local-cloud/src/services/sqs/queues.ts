/** All queues of the account, by name. Loaded once; from then on memory and rows change together. */
import { AwsError, type Host } from '../../service.ts';
import { Journal, type QueueRow } from './journal.ts';
import { Queue } from './queue.ts';
import { sqsError } from './sqs-error.ts';
import { findRedrivePolicy } from './queue-attributes.ts';

export class Queues {
  readonly host: Host;
  readonly journal: Journal;
  readonly #byName = new Map<string, Queue>();

  constructor(host: Host) {
    this.host = host;
    this.journal = new Journal(host.store);
    this.load();
  }

  /** Also after a failed write, when memory may be ahead of the rows. Waiters keep waiting. All is read, then replaced. */
  load(): void {
    const now = this.host.now();
    const loaded = this.journal.loadQueues().map((row) => ({ row, letters: this.journal.loadLetters(row.id, now) }));
    const before = new Map(this.#byName);
    this.#byName.clear();
    for (const { row, letters } of loaded) {
      const known = before.get(row.name);
      const queue = known?.row.id === row.id ? known : this.#make(row);
      Object.assign(queue.row, row);
      queue.mailbox.clear();
      for (const letter of letters) queue.mailbox.add(letter);
      this.#byName.set(row.name, queue);
    }
  }

  create(row: Omit<QueueRow, 'id'>): Queue {
    const queue = this.#make({ ...row, id: this.journal.saveQueue(row) });
    this.#byName.set(row.name, queue);
    return queue;
  }

  delete(queue: Queue): void {
    queue.close();
    queue.mailbox.clear();
    this.journal.deleteQueue(queue.row.id);
    this.#byName.delete(queue.row.name);
  }

  find(name: string): Queue | undefined {
    return this.#byName.get(name);
  }

  /** By QueueUrl: the name is its last segment, so a URL from before a change of port still works. */
  getByUrl(url: string): Queue {
    return this.get(url.slice(url.lastIndexOf('/') + 1));
  }

  get(name: string): Queue {
    const queue = this.#byName.get(name);
    if (!queue) throw sqsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  findByArn(arn: string): Queue | undefined {
    const queue = this.#byName.get(arn.slice(arn.lastIndexOf(':') + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  list(): Queue[] {
    return [...this.#byName.values()].sort((a, b) => (a.row.name < b.row.name ? -1 : 1));
  }

  sourcesOf(deadLetterArn: string): Queue[] {
    return this.list().filter(({ row }) => findRedrivePolicy(row.attributes)?.deadLetterTargetArn === deadLetterArn);
  }

  urlOf(name: string): string {
    return `${this.host.endpoint()}/${this.host.accountId}/${name}`;
  }

  /** Run a change, then serve whoever waits for one of `touched`, in the same commit. */
  async write<T>(change: () => T, touched: Iterable<Queue> = []): Promise<T> {
    try {
      return await this.host.store.write(() => this.#apply(change, touched));
    } catch (error) {
      if (!(error instanceof AwsError)) this.#recover(error);
      throw error;
    }
  }

  /** A refusal comes before anything was changed; any other error must be undone in memory as soon as it is on disk. */
  #apply<T>(change: () => T, touched: Iterable<Queue>): T {
    try {
      const value = change();
      for (const queue of touched) this.ring(queue);
      return value;
    } catch (error) {
      if (!(error instanceof AwsError)) queueMicrotask(() => this.#recover(error));
      throw error;
    }
  }

  ring(queue: Queue): void {
    const now = this.host.now();
    queue.ring(now, () => void this.write(() => queue.advance(this.host.now()), [queue]).catch(() => undefined));
  }

  /** A write that failed on disk left memory ahead of the rows. */
  #recover(error: unknown): void {
    this.host.log('sqs.write_failed', { error: String(error) });
    try {
      this.load();
    } catch (cause) {
      this.host.log('sqs.reload_failed', { error: String(cause) });
    }
  }

  #make(row: QueueRow): Queue {
    return new Queue(row, `arn:aws:sqs:${this.host.region}:${this.host.accountId}:${row.name}`, this.journal);
  }
}
