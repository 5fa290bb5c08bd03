/**
 * From what went wrong to the class that says whose fault it was (job-protocol.md, Failure classes). Codes are a closed set for
 * clients. A signal or an unlisted exit code is the engine's; what the machine or AWS did is infra.
 */
import { type EngineManifest, type TaskFailure, absurd, classifyEngineExit, isFarmError } from '@reelyard/contracts';
import { redact } from './redact.ts';

export interface EngineEnd {
  code: number | null;
  signal: string | null;
  /** The engine's own last word, when it spoke the protocol. */
  error?: { code: string; message: string; pointer?: string | undefined } | undefined;
  /** Set when the agent ended it: watchdog or limits. */
  killed?: { code: string; message: string };
}

const MESSAGE_LIMIT = 1_000;
const clip = (text: string): string => redact(text.slice(0, MESSAGE_LIMIT));

/** @returns undefined when the engine says it is done (its files are still to be verified). */
export function classifyEnd(manifest: EngineManifest, end: EngineEnd): TaskFailure | undefined {
  if (end.killed) return { class: 'engine', ...end.killed };
  if (isEndedFromOutside(end)) return { class: 'infra', code: 'host_stopping', message: 'the engine was asked to end' };
  const exit = classifyEngineExit(manifest, end.code);
  const how = end.code === null ? `was ended by ${end.signal ?? 'a signal'}` : `exited with ${end.code}`;
  const message = clip(end.error ? `${end.error.code}: ${end.error.message}` : `${manifest.name} ${how}`);
  const pointer = end.error?.pointer === undefined ? {} : { pointer: end.error.pointer };
  switch (exit) {
    case 'done':
      return undefined;
    case 'retry':
      return { class: 'engine', code: end.code === null ? 'engine_crashed' : 'engine_failed', message, ...pointer };
    case 'permanent':
      return { class: 'permanent', code: 'engine_refused', message, ...pointer };
    case 'no-seat':
      return { class: 'license', code: 'no_seat', message };
    default:
      return absurd(exit);
  }
}

/**
 * A stop of the whole unit sends SIGTERM to the engine as well as to us (systemd.kill(5), KillMode=control-group), and whichever is heard
 * first, an interruption must not burn an attempt. 143 is 128 + SIGTERM, as shells report it.
 */
const isEndedFromOutside = ({ code, signal }: EngineEnd): boolean =>
  signal === 'SIGTERM' || signal === 'SIGINT' || signal === 'SIGHUP' || code === 143;

const DISK_CODES = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

export const DISK_FULL = 'disk_full';

export const isDiskFault = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && DISK_CODES.has(String(error.code));

/** A fault that was thrown while the agent worked: never the engine's and never the client's. */
export function classifyFault(error: unknown): TaskFailure {
  const message = clip(error instanceof Error ? error.message : String(error));
  if (isDiskFault(error)) return { class: 'infra', code: DISK_FULL, message };
  if (isFarmError(error)) return { class: 'infra', code: error.code.replaceAll('-', '_'), message };
  return { class: 'infra', code: 'agent_fault', message };
}

export const verifyFailure = (file: string, detail: string): TaskFailure => ({
  class: 'engine',
  code: 'output_invalid',
  message: clip(`${file}: ${detail}`),
});
