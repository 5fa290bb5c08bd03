/** An ffmpeg that takes frames one at a time. A write resolves when ffmpeg has taken the frame before it: two frames in flight, no more. */
import { spawn } from 'node:child_process';
import { EngineFailure } from './failure.ts';

export interface Encoder {
  /** The buffer is the encoder's until the write after the next resolves. */
  readonly write: (frame: Buffer) => Promise<void>;
  /** Resolves when the file is complete. */
  readonly finish: () => Promise<void>;
}

export function startEncoder(ffmpeg: string, argv: readonly string[], signal: AbortSignal): Encoder {
  const child = spawn(ffmpeg, argv, { stdio: ['pipe', 'ignore', 'pipe'], signal, killSignal: 'SIGKILL' });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4_096)));
  const failure = (reason: string) =>
    new EngineFailure('retry', 'encoder_failed', `${reason}: ${log.trim().split('\n').slice(-3).join(' | ')}`);
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(failure(error.message)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(failure(`ffmpeg ended with ${code}`))));
  });
  closed.catch(() => undefined);
  // A broken pipe only says that ffmpeg is gone; why it went is in `closed`.
  child.stdin.on('error', () => undefined);
  let pending: Promise<void> = Promise.resolve();
  const send = (frame: Buffer) =>
    new Promise<void>((resolve, reject) => {
      child.stdin.write(frame, (error) => (error ? closed.then(() => reject(error), reject) : resolve()));
    });
  return {
    async write(frame) {
      await pending;
      pending = send(frame);
      pending.catch(() => undefined);
    },
    async finish() {
      await pending;
      child.stdin.end();
      await closed;
    },
  };
}
