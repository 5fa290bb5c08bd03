/**
 * The processes of all functions: warm ones are reused, new ones start up to the function's concurrency, and more calls
 * than that are throttled (synchronous) or wait (asynchronous).
 */
import { type Host } from '../../service.ts';
import { FunctionProcess, type InvokeResult } from './function-process.ts';
import { type FunctionTable } from './function-table.ts';
import { type LambdaFunction, unreservedConcurrency } from './lambda-function.ts';

/** AWS tries an asynchronous event three times in all. */
const asyncAttempts = 3;

export class FunctionPool {
  readonly #host: Host;
  readonly #table: FunctionTable;
  readonly #processes = new Map<string, FunctionProcess[]>();
  readonly #draining = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(host: Host, table: FunctionTable) {
    this.#host = host;
    this.#table = table;
  }

  /** Undefined when the function is at its concurrency. */
  invoke(fn: LambdaFunction, event: unknown): Promise<InvokeResult> | undefined {
    const free = this.#acquire(fn);
    return free?.invoke(event).then((result) => {
      this.drainAsync(fn.name);
      return result;
    });
  }

  /** Runs waiting asynchronous events of a function until none is left or it is at its concurrency. */
  drainAsync(name: string): void {
    if (this.#isStopped || this.#draining.has(name)) return;
    const work = this.#drain(name)
      .catch((error: unknown) => this.#host.log('lambda.async-failed', { function: name, error: String(error) }))
      .finally(() => this.#draining.delete(name));
    this.#draining.set(name, work);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#processes.values()].flat().map((process) => process.stop()));
    await Promise.all(this.#draining.values());
  }

  /** SIGKILL to every process that is at an event. @returns how many there were */
  killBusy(name: string): number {
    const busy = (this.#processes.get(name) ?? []).filter((process) => process.isBusy && !process.isGone);
    for (const process of busy) process.kill();
    return busy.length;
  }

  /** Ends the processes of an older revision: idle ones now, busy ones after their event, which counts until then. */
  async retire(name: string): Promise<void> {
    await Promise.all((this.#processes.get(name) ?? []).map((process) => process.retire()));
  }

  async #drain(name: string): Promise<void> {
    while (!this.#isStopped) {
      const fn = this.#table.find(name);
      const next = this.#table.nextAsync(name);
      if (!fn || !next) return;
      const running = this.#acquire(fn)?.invoke(JSON.parse(next.payload));
      if (!running) return;
      const result = await running;
      if (this.#isStopped) return;
      if (result.kind === 'failed') this.#host.log('lambda.event-failed', { function: name, ...result.error });
      await this.#table.settleAsync(next, result.kind === 'returned' || next.attempts + 1 >= asyncAttempts);
    }
  }

  #acquire(fn: LambdaFunction): FunctionProcess | undefined {
    const alive = (this.#processes.get(fn.name) ?? []).filter((process) => !process.isGone);
    this.#processes.set(fn.name, alive);
    const free = alive.find((process) => !process.isBusy && process.revision === fn.revision);
    if (free) return free;
    if (this.#isStopped || alive.length >= (fn.reservedConcurrency ?? unreservedConcurrency)) return undefined;
    const started = new FunctionProcess(this.#host, fn);
    alive.push(started);
    return started;
  }
}
