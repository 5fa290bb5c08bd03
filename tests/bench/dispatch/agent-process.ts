/** The agent as a process whose log is the measurement: every record goes to whoever listens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { rssMbOf } from '../submit/child.ts';

export type LogRecord = Record<string, unknown>;

export interface Recording {
  readonly records: readonly LogRecord[];
  /** Resolves once the records suffice; rejects when the agent ends before. */
  until(isEnough: () => boolean): Promise<void>;
  stop(): void;
}

export interface AgentProcess {
  readonly pid: number;
  record(): Recording;
  /** Every record from now on; nothing is kept. */
  onRecord(listener: (record: LogRecord) => void): void;
  rssMb(): number;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** Ready once the agent has told the ledger of itself. Rejects with its last words when it ends before. */
export async function startAgentProcess(file: string, env: Record<string, string>): Promise<AgentProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const listeners = new Set<(record: LogRecord) => void>();
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4_000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const record = JSON.parse(line) as LogRecord;
    for (const listener of listeners) listener(record);
  });
  const failed = ended.then((): never => {
    throw new Error(`the agent ended: ${words}`);
  });
  failed.catch(() => undefined);
  const record = (): Recording => startRecording(listeners, failed);
  const first = record();
  await first.until(() => first.records.some(({ event }) => event === 'agent.reported'));
  first.stop();
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const signal = (name: NodeJS.Signals): void => void child.kill(name);
  return {
    pid: child.pid ?? 0,
    signal,
    record,
    onRecord: (listener) => void listeners.add(listener),
    stop,
    rssMb: () => rssMbOf(child.pid ?? 0),
  };
}

function startRecording(listeners: Set<(record: LogRecord) => void>, failed: Promise<never>): Recording {
  const records: LogRecord[] = [];
  let wake = (): void => undefined;
  const keep = (record: LogRecord): void => {
    records.push(record);
    wake();
  };
  listeners.add(keep);
  return {
    records,
    until: (isEnough) => {
      const enough = new Promise<void>((resolve) => {
        wake = () => {
          if (isEnough()) resolve();
        };
        wake();
      });
      return Promise.race([enough, failed]);
    },
    stop: () => void listeners.delete(keep),
  };
}
