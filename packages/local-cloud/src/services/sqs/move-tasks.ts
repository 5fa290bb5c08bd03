/**
 * Message move tasks: dead letters back to where they came from, at a limited rate. A moved message is a new one (new
 * id, age and count), as SQS documents. One task runs per source queue; tasks go on after a restart.
 */
import { randomUUID } from 'node:crypto';
import { findInteger, findText, getText, type Fields } from './fields.ts';
import { type Letter } from './letter.ts';
import { type Queue } from './queue.ts';
import { type Queues } from './queues.ts';
import { invalidValue, sqsError } from './sqs-error.ts';

type Status = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

interface MoveTask {
  handle: string;
  sourceArn: string;
  /** Empty: each message goes to the queue that gave it up. */
  destinationArn: string;
  perSecond: number;
  status: Status;
  toMove: number;
  moved: number;
  failure: string;
  startedAt: number;
}

const maxPerSecond = 500;
const tickMs = 100;

export class MoveTasks {
  readonly #queues: Queues;
  readonly #tasks = new Map<string, MoveTask>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(queues: Queues) {
    this.#queues = queues;
    const { store } = queues.host;
    store.migrate('CREATE TABLE IF NOT EXISTS sqs_move_task (handle TEXT PRIMARY KEY, task TEXT NOT NULL)');
    for (const row of store.prepare('SELECT task FROM sqs_move_task').all()) {
      const task = JSON.parse(String(row.task)) as MoveTask;
      this.#tasks.set(task.handle, task);
    }
  }

  resume(): void {
    for (const task of this.#tasks.values()) if (task.status === 'RUNNING') this.#schedule(task);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async begin(fields: Fields): Promise<Record<string, unknown>> {
    const source = this.#getSource(fields);
    const destinationArn = findText(fields, 'DestinationArn') ?? '';
    if (destinationArn !== '' && !this.#queues.findByArn(destinationArn)) throw noSuchQueue(destinationArn);
    if (this.#queues.sourcesOf(source.arn).length === 0) {
      throw invalidValue('Source queue must be configured as a Dead Letter Queue.');
    }
    if (this.#of(source.arn).some(({ status }) => status === 'RUNNING')) {
      throw sqsError(
        'UnsupportedOperation',
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const now = this.#queues.host.now();
    const task: MoveTask = {
      handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: source.arn })).toString('base64'),
      sourceArn: source.arn,
      destinationArn,
      perSecond: findInteger(fields, 'MaxNumberOfMessagesPerSecond', 1, maxPerSecond) ?? maxPerSecond,
      status: 'RUNNING',
      toMove: source.mailbox.depth.ready,
      moved: 0,
      failure: '',
      startedAt: now,
    };
    this.#tasks.set(task.handle, task);
    await this.#queues.write(() => this.#save(task));
    this.#schedule(task);
    return { TaskHandle: task.handle };
  }

  async list(fields: Fields): Promise<Record<string, unknown>> {
    const source = this.#getSource(fields);
    const max = findInteger(fields, 'MaxResults', 1, 10) ?? 1;
    const newest = this.#of(source.arn).reverse().slice(0, max);
    return { Results: newest.map(render) };
  }

  async cancel(fields: Fields): Promise<Record<string, unknown>> {
    const task = this.#tasks.get(getText(fields, 'TaskHandle'));
    if (!task) throw sqsError('ResourceNotFoundException', 'Task does not exist.', 404);
    if (task.status !== 'RUNNING') throw sqsError('UnsupportedOperation', 'Only active tasks can be cancelled.');
    await this.#queues.write(() => this.#end(task, 'CANCELLED'));
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  #getSource(fields: Fields): Queue {
    const arn = getText(fields, 'SourceArn');
    const source = this.#queues.findByArn(arn);
    if (!source) throw noSuchQueue(arn);
    return source;
  }

  #of(sourceArn: string): MoveTask[] {
    return [...this.#tasks.values()].filter((task) => task.sourceArn === sourceArn);
  }

  #schedule(task: MoveTask): void {
    const timer = setTimeout(() => void this.#tick(task), tickMs);
    this.#timers.set(task.handle, timer);
  }

  async #tick(task: MoveTask): Promise<void> {
    if (task.status !== 'RUNNING') return;
    try {
      await this.#queues.write(() => this.#moveSome(task));
    } catch (error) {
      this.#queues.host.log('sqs.move_task_failed', { error: String(error) });
    }
    if (task.status === 'RUNNING' && this.#timers.has(task.handle)) this.#schedule(task);
  }

  #moveSome(task: MoveTask): void {
    const source = this.#queues.findByArn(task.sourceArn);
    if (!source) return this.#end(task, 'FAILED', 'AWS.SimpleQueueService.NonExistentQueue');
    const now = this.#queues.host.now();
    const share = Math.max(1, Math.round((task.perSecond * tickMs) / 1000));
    source.advance(now);
    for (let n = 0; n < share; n += 1) {
      if (task.moved >= task.toMove) return this.#end(task, 'COMPLETED');
      const letter = source.mailbox.take(now, now);
      if (!letter) return this.#end(task, 'COMPLETED');
      const target = this.#queues.findByArn(task.destinationArn || letter.sourceArn);
      if (!target) {
        source.undoReceive(letter, now);
        return this.#end(task, 'FAILED', 'CouldNotDetermineMessageSource');
      }
      this.#move(source, target, letter, now);
      task.moved += 1;
    }
    this.#save(task);
  }

  #move(source: Queue, target: Queue, letter: Letter, now: number): void {
    const content = this.#queues.journal.getContent(letter.seq);
    const fresh = { sentAt: now, dueAt: now, receives: 0, firstReceivedAt: 0, receivedAt: 0, sourceArn: '' };
    source.remove(letter);
    const seq = this.#queues.journal.nextSeq();
    target.add({ ...fresh, seq, messageId: randomUUID(), group: letter.group, state: 'ready' }, content);
    this.#queues.ring(target);
  }

  #end(task: MoveTask, status: Status, failure = ''): void {
    task.status = status;
    task.failure = failure;
    clearTimeout(this.#timers.get(task.handle));
    this.#timers.delete(task.handle);
    this.#save(task);
  }

  #save(task: MoveTask): void {
    this.#queues.host.store
      .prepare('INSERT OR REPLACE INTO sqs_move_task (handle, task) VALUES (?, ?)')
      .run(task.handle, JSON.stringify(task));
  }
}

function noSuchQueue(arn: string): Error {
  return sqsError(
    'ResourceNotFoundException',
    `The resource that you specified for the SourceArn or DestinationArn parameter doesn't exist: ${arn}`,
    404,
  );
}

function render(task: MoveTask): Record<string, unknown> {
  return {
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn !== '' && { DestinationArn: task.destinationArn }),
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failure !== '' && { FailureReason: task.failure }),
    StartedTimestamp: task.startedAt,
  };
}
