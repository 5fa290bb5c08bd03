/**
 * One process of one function, as AWS keeps an execution environment: its own environment variables and nothing of the
 * server's, one invocation at a time, killed at the function's time-out, which counts from when its module is loaded.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Host } from '../../service.ts';
import { FunctionLog } from './function-log.ts';
import { type LambdaFunction } from './lambda-function.ts';

export type InvokeResult =
  { kind: 'returned'; payload: string } | { kind: 'failed'; error: { errorType: string; errorMessage: string } };

interface WorkerReply {
  isReady?: true;
  id?: string;
  result?: unknown;
  error?: { errorType: string; errorMessage: string };
}

/** Loading that takes longer counts as the event's own time. Source: Lambda Developer Guide, "Init phase". */
const initMs = 10_000;
const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url));

export class FunctionProcess {
  readonly revision: string;
  readonly #fn: LambdaFunction;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #loaded: Promise<void>;
  isBusy = false;
  isGone = false;
  #isRetired = false;

  constructor(host: Host, fn: LambdaFunction) {
    this.revision = fn.revision;
    this.#fn = fn;
    this.#child = startProcess(host, fn);
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', () => {
        this.isGone = true;
        resolve();
      });
    });
    this.#loaded = this.#untilLoaded();
  }

  /** Runs one event. A crash, an exit and a time-out are results, never rejections. */
  async invoke(event: unknown): Promise<InvokeResult> {
    this.isBusy = true;
    const timeoutMs = this.#fn.timeoutSeconds * 1_000;
    const id = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.#loaded;
      const timedOut = new Promise<InvokeResult>((resolve) => {
        timer = setTimeout(() => resolve(timeOut(id, this.#fn.timeoutSeconds)), timeoutMs);
      });
      const died = this.#exited.then(() => failure('Runtime.ExitError', 'the process of the function ended'));
      const replied = this.#send(id, event, Date.now() + timeoutMs);
      const result = await Promise.race([replied, died, timedOut]);
      if (result.kind === 'failed' && result.error.errorType === 'Sandbox.Timedout') this.kill();
      return result;
    } finally {
      clearTimeout(timer);
      this.isBusy = false;
      if (this.#isRetired) this.kill();
    }
  }

  kill(): void {
    this.isGone = true;
    this.#child.kill('SIGKILL');
  }

  /** Kills and resolves when the process is no more. */
  async stop(): Promise<void> {
    this.kill();
    await this.#exited;
  }

  /** No event after this one: an idle process ends now, a busy one when its event is over. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    if (!this.isBusy) await this.stop();
  }

  /** Resolves, too, when it ends before or takes too long. */
  #untilLoaded(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, initMs);
      const listen = (reply: WorkerReply): void => {
        if (!reply.isReady) return;
        this.#child.off('message', listen);
        done();
      };
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#child.on('message', listen);
      void this.#exited.then(done);
    });
  }

  #send(id: string, event: unknown, deadlineAt: number): Promise<InvokeResult> {
    return new Promise((resolve) => {
      const listen = (reply: WorkerReply): void => {
        if (reply.id !== id) return;
        this.#child.off('message', listen);
        resolve(reply.error ? { kind: 'failed', error: reply.error } : returned(reply.result));
      };
      this.#child.on('message', listen);
      this.#child.send({ id, event, deadlineAt, requestId: id }, (error) => {
        if (error) resolve(failure('Runtime.ExitError', error.message));
      });
    });
  }
}

function returned(result: unknown): InvokeResult {
  return { kind: 'returned', payload: JSON.stringify(result ?? null) };
}

function failure(errorType: string, errorMessage: string): InvokeResult {
  return { kind: 'failed', error: { errorType, errorMessage } };
}

function timeOut(id: string, seconds: number): InvokeResult {
  return failure('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${seconds.toFixed(2)} seconds`);
}

function startProcess(host: Host, fn: LambdaFunction): ChildProcess {
  const codeDir = join(host.dataDir, fn.codeDir);
  const [module = '', exportName = 'handler'] = splitHandler(fn.handler);
  const log = new FunctionLog(host, fn.name);
  const child = fork(worker, [join(codeDir, `${module}.mjs`), exportName], {
    cwd: codeDir,
    env: processEnvironment(host, fn),
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) if (stream) log.take(stream);
  child.once('close', () => log.end());
  return child;
}

function splitHandler(handler: string): string[] {
  const dot = handler.lastIndexOf('.');
  return [handler.slice(0, dot), handler.slice(dot + 1)];
}

/** The function's own variables and what AWS itself sets; endpoint and credentials are the loopback's. */
function processEnvironment(host: Host, fn: LambdaFunction): Record<string, string> {
  return {
    ...fn.environment,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    AWS_REGION: host.region,
    AWS_DEFAULT_REGION: host.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_ENDPOINT_URL: host.endpoint(),
    AWS_ACCESS_KEY_ID: `ASIA-${fn.name}`,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
