/** Tasks that wait, by lane. Invariant: a task is in it at most once; the oldest of the highest lane leaves first. */
import { LANES } from '@reelyard/contracts';
import { type Arrival } from '../trace.ts';

export interface Task {
  n: number;
  arrival: Arrival;
  /** Reported progress is the true one times this: an engine's word is honest and not exact. */
  progressFactor: number;
  /** First claim. */
  startedAt?: number;
  endedAt?: number;
  /** Runs that a lost machine or a scale-in threw away. */
  lostRuns: number;
}

interface Line {
  tasks: Task[];
  /** Index of the first that still waits; those before it are gone. */
  head: number;
}

const TIDY_AT = 1_024;

export class TaskQueue {
  readonly #lines = LANES.map((): Line => ({ tasks: [], head: 0 }));

  get count(): number {
    return this.#lines.reduce((sum, { tasks, head }) => sum + tasks.length - head, 0);
  }

  /** A task that comes back takes the place that its age gives it. */
  add(task: Task): void {
    const line = this.#lines[LANES.indexOf(task.arrival.lane)];
    if (!line) return;
    let at = line.tasks.length;
    while (at > line.head && isOlder(task, line.tasks[at - 1])) at -= 1;
    if (at === line.tasks.length) line.tasks.push(task);
    else line.tasks.splice(at, 0, task);
  }

  take(): Task | undefined {
    for (const line of this.#lines) {
      const task = line.tasks[line.head];
      if (!task) continue;
      line.head += 1;
      if (line.head >= TIDY_AT && line.head * 2 > line.tasks.length) {
        line.tasks = line.tasks.slice(line.head);
        line.head = 0;
      }
      return task;
    }
    return undefined;
  }

  /** In claim order. */
  list(): Task[] {
    return this.#lines.flatMap(({ tasks, head }) => tasks.slice(head));
  }
}

function isOlder({ n }: Task, than: Task | undefined): boolean {
  return than !== undefined && n < than.n;
}
