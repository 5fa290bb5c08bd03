/** The catalogue of log events of the canary. A name that is not here does not compile. */
import { type LogFields, type Logger } from '@reelyard/runtime';

export const LOG_EVENTS = {
  /** No machine is up; nothing was submitted. Fields: slot, because. */
  'canary.skipped': 'info',
  /** Fields: slot, jobId, machines. */
  'canary.submitted': 'info',
  /** Fields: slot, jobId, seconds. */
  'canary.succeeded': 'info',
  /** Fields: slot, jobId, code, because, seconds. */
  'canary.failed': 'error',
  /** The job was given up and could not be canceled; it ends by its deadline. */
  'canary.not-canceled': 'warn',
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;

export type CanaryLog = (event: LogEvent, fields: LogFields) => void;

export function catalogued(log: Logger): CanaryLog {
  return (event, fields) => log[LOG_EVENTS[event]](event, fields);
}
