/** The server's own log: one JSON object a line, in the shape pino writes (level as number, time in ms, msg = event). */
import { createWriteStream } from 'node:fs';

export type LogLevel = 'info' | 'warn' | 'error';

export interface ServiceLog {
  write(level: LogLevel, event: string, fields: Record<string, unknown>): void;
  close(): Promise<void>;
}

const levels: Record<LogLevel, number> = { info: 30, warn: 40, error: 50 };

export function openServiceLog(file: string, now: () => number): ServiceLog {
  const stream = createWriteStream(file, { flags: 'a' });
  // A full disk must not take the cloud down with its log.
  stream.on('error', () => undefined);
  return {
    write(level, event, fields) {
      if (stream.writable) stream.write(`${line(levels[level], now(), event, fields)}\n`);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function line(level: number, time: number, msg: string, fields: Record<string, unknown>): string {
  return JSON.stringify(
    { level, time, name: 'local-cloud', pid: process.pid, ...fields, msg },
    (_key, value: unknown) =>
      value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
  );
}
