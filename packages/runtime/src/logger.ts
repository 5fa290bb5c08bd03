/**
 * Logs are an API: one JSON line per record with an event name from the service's catalogue and typed fields.
 * `log.info('task.claimed', { epoch, lane })`. Ids of the work at hand come from async context, see `withContext`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

const context = new AsyncLocalStorage<LogFields>();

/** Everything logged inside `run` carries these fields (requestId, jobId, taskId, epoch, …). */
export function withContext<T>(fields: LogFields, run: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, run);
}

export interface LoggerOptions {
  service: string;
  env?: string;
  level?: string;
  /** Where lines go; standard output by default. Tests hand in a memory stream. */
  destination?: DestinationStream;
}

export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { service: options.service, ...(options.env === undefined ? {} : { env: options.env }) },
    messageKey: 'event',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => context.getStore() ?? {},
    serializers: { error: describeError },
  };
  return wrap(options.destination ? pino(settings, options.destination) : pino(settings));
}

type Sink = PinoLogger<string>;

function wrap(sink: Sink): Logger {
  return {
    debug: (event, fields = {}) => sink.debug(fields, event),
    info: (event, fields = {}) => sink.info(fields, event),
    warn: (event, fields = {}) => sink.warn(fields, event),
    error: (event, fields = {}) => sink.error(fields, event),
    child: (fields) => wrap(sink.child({ ...fields })),
  };
}

/** Errors as data: name, code, message, stack and the chain of causes. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** A destination that keeps records, for tests that assert the log of a run. */
export function memoryLog(): DestinationStream & { records: Record<string, unknown>[] } {
  const records: Record<string, unknown>[] = [];
  return { records, write: (line: string) => void records.push(JSON.parse(line) as Record<string, unknown>) };
}

/** A logger that says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
