/**
 * EventBridge Scheduler: schedules that fire their target. `POST /_local/schedules/NAME` fires one now, so that a test need
 * not wait for the minute.
 */
import {
  AwsError,
  type Host,
  type RestCall,
  type Service,
  type ServiceFactory,
  type ServiceReply,
  type ServiceRequest,
} from '../../service.ts';
import { type Store } from '../../store.ts';
import { deliver } from '../deliver.ts';
import { nextFiring, parseSchedule } from './schedule-expression.ts';

interface StoredSchedule {
  name: string;
  expression: string;
  isEnabled: boolean;
  target: { Arn: string; RoleArn?: string; Input?: string };
  createdAt: number;
}

const schedulePath = /^\/schedules\/([^/]+)$/;
/** By the method of a call to one schedule. */
const operations: Readonly<Record<string, string>> = {
  GET: 'GetSchedule',
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  DELETE: 'DeleteSchedule',
};

export const scheduler: ServiceFactory = (host) => new SchedulerService(host);

class SchedulerService implements Service {
  readonly names = ['scheduler'];
  readonly protocol = 'rest-json';
  readonly #host: Host;
  readonly #store: Store;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(host: Host) {
    this.#host = host;
    this.#store = host.store;
    host.store.migrate('CREATE TABLE IF NOT EXISTS scheduler_schedule (name TEXT PRIMARY KEY, body TEXT NOT NULL)');
    host.control.register('POST', '/_local/schedules/*', async ({ rest }) => {
      await this.#fire(this.#get(rest));
      return { status: 202 };
    });
  }

  start(): Promise<void> {
    for (const schedule of this.#list()) this.#arm(schedule);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    return Promise.resolve();
  }

  operationOf({ method, path }: RestCall): string {
    if (path === '/schedules') return method === 'GET' ? 'ListSchedules' : '';
    return schedulePath.test(path) ? (operations[method] ?? '') : '';
  }

  async handle(request: ServiceRequest): Promise<ServiceReply> {
    const name = decodeURIComponent(schedulePath.exec(request.path)?.[1] ?? '');
    const body =
      request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as Record<string, unknown>);
    switch (this.operationOf(request)) {
      case 'ListSchedules':
        return json({ Schedules: this.#list().map((schedule) => this.#describe(schedule)) });
      case 'GetSchedule':
        return json(this.#describe(this.#get(name)));
      case 'CreateSchedule':
        if (this.#find(name)) throw new AwsError('ConflictException', `Schedule ${name} already exists.`, 409);
        return json({ ScheduleArn: await this.#put(name, body, this.#host.now()) });
      case 'UpdateSchedule':
        return json({ ScheduleArn: await this.#put(name, body, this.#get(name).createdAt) });
      case 'DeleteSchedule':
        await this.#delete(this.#get(name).name);
        return json({});
      default:
        throw new AwsError('UnknownOperationException', `${request.method} ${request.path} is not emulated`, 404);
    }
  }

  async #put(name: string, body: Record<string, unknown>, createdAt: number): Promise<string> {
    const expression = String(body['ScheduleExpression'] ?? '');
    parseSchedule(expression);
    const schedule: StoredSchedule = {
      name,
      expression,
      isEnabled: body['State'] !== 'DISABLED',
      target: body['Target'] as StoredSchedule['target'],
      createdAt,
    };
    const statement = this.#store.prepare('INSERT OR REPLACE INTO scheduler_schedule (name, body) VALUES (?, ?)');
    await this.#store.write(() => void statement.run(name, JSON.stringify(schedule)));
    this.#arm(schedule);
    return this.#arn(name);
  }

  async #delete(name: string): Promise<void> {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    const statement = this.#store.prepare('DELETE FROM scheduler_schedule WHERE name = ?');
    await this.#store.write(() => void statement.run(name));
  }

  /** @param firedAt a timer may ring a millisecond before the clock says so: what has fired is past */
  #arm(schedule: StoredSchedule, firedAt = 0): void {
    clearTimeout(this.#timers.get(schedule.name));
    if (!schedule.isEnabled) return;
    const now = this.#host.now();
    const at = nextFiring(parseSchedule(schedule.expression), schedule.createdAt, Math.max(now, firedAt));
    if (at === undefined) return;
    const timer = setTimeout(
      () => {
        this.#arm(schedule, at);
        this.#fire(schedule).catch((error: unknown) =>
          this.#host.log('scheduler.delivery-failed', { schedule: schedule.name, error: String(error) }),
        );
      },
      Math.min(at - now, 2_147_483_647),
    );
    this.#timers.set(schedule.name, timer);
  }

  #fire(schedule: StoredSchedule): Promise<void> {
    const { Arn, Input = '{}' } = schedule.target;
    // Of the context attributes this one is filled in; a schedule fires at its instant.
    const at = `${new Date(this.#host.now()).toISOString().slice(0, 19)}Z`;
    return deliver(this.#host, Arn, JSON.parse(Input.replaceAll('<aws.scheduler.scheduled-time>', at)));
  }

  #find(name: string): StoredSchedule | undefined {
    const row = this.#store.prepare('SELECT body FROM scheduler_schedule WHERE name = ?').get(name);
    return row === undefined ? undefined : (JSON.parse((row as { body: string }).body) as StoredSchedule);
  }

  #get(name: string): StoredSchedule {
    const schedule = this.#find(name);
    if (!schedule) throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    return schedule;
  }

  #list(): StoredSchedule[] {
    const rows = this.#store.prepare('SELECT body FROM scheduler_schedule ORDER BY name').all();
    return rows.map((row) => JSON.parse((row as { body: string }).body) as StoredSchedule);
  }

  #arn(name: string): string {
    return `arn:aws:scheduler:${this.#host.region}:${this.#host.accountId}:schedule/default/${name}`;
  }

  #describe(schedule: StoredSchedule): Record<string, unknown> {
    return {
      Name: schedule.name,
      Arn: this.#arn(schedule.name),
      GroupName: 'default',
      ScheduleExpression: schedule.expression,
      State: schedule.isEnabled ? 'ENABLED' : 'DISABLED',
      Target: schedule.target,
      FlexibleTimeWindow: { Mode: 'OFF' },
      CreationDate: schedule.createdAt / 1_000,
    };
  }
}

function json(body: Record<string, unknown>): ServiceReply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
