/**
 * Counts every AWS call by who made it, so that a run can prove how many calls a job costs. Counters only: nothing
 * here grows with traffic, apart from one row per distinct (access key, service, action, resource, call site).
 */
import { type ControlRoutes } from './routes.ts';

export interface CallCount {
  accessKeyId: string;
  service: string;
  action: string;
  /** Queue, table or bucket where the service names one. */
  resource?: string;
  /** Where in the caller's code, when the caller says so. */
  site?: string;
  count: number;
  /** Replies with a status of 400 and above, and replies that a fault cut off. */
  failed: number;
}

export class CallRecord {
  readonly #counts = new Map<string, CallCount>();

  add(call: Omit<CallCount, 'count' | 'failed'>, hasFailed: boolean): void {
    const { site = '' } = call;
    const key = `${call.accessKeyId} ${call.service} ${call.action} ${call.resource ?? ''} ${site}`;
    let entry = this.#counts.get(key);
    if (!entry) {
      entry = { accessKeyId: call.accessKeyId, service: call.service, action: call.action, count: 0, failed: 0 };
      if (call.resource !== undefined) entry.resource = call.resource;
      if (site !== '') entry.site = site;
      this.#counts.set(key, entry);
    }
    entry.count += 1;
    if (hasFailed) entry.failed += 1;
  }

  list(): CallCount[] {
    return [...this.#counts.values()];
  }

  reset(): void {
    this.#counts.clear();
  }

  /** `GET /_local/calls` → `{ calls: CallCount[] }`; `POST /_local/calls:reset`. */
  routes(control: ControlRoutes): void {
    control.register('GET', '/_local/calls', () => ({ status: 200, body: { calls: this.list() } }));
    control.register('POST', '/_local/calls:reset', () => {
      this.reset();
      return { status: 200, body: {} };
    });
  }
}
