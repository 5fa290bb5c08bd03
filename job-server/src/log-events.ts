/** The catalogue of log events of the job server. A name that is not here does not compile. */
import { type LogFields, type Logger } from '@reelyard/runtime';

export const LOG_EVENTS = {
  /** The port is bound; the ready signal of the process. Fields: port. */
  'server.listening': 'info',
  'server.draining': 'info',
  'server.drained': 'info',
  /** One per request. Fields: requestId, route, status, durationMs, tenantId, jobId, errCode; never a body, query or key. */
  'request.completed': 'info',
  /** The same for the health routes. */
  'health.completed': 'debug',
  /** A dependency did not answer; the client got 503. */
  'request.dependency-lost': 'warn',
  /** Our bug; the client got 500. */
  'request.failed': 'error',
  /** A batch of doorbells was not taken; the relay sends them again. */
  'doorbell.failed': 'warn',
  /** More doorbells wait than the server holds; the relay sends the rest. */
  'doorbell.overflow': 'warn',
  'relay.emitted': 'info',
  'sweeper.expired': 'info',
  'sweeper.voided': 'info',
  'sweeper.unblocked': 'info',
  'sweeper.reemitted': 'warn',
  'reaper.reaped': 'warn',
  /** Held jobs had room in their quota. Fields: tenantId, quota, jobs. */
  'quota.admitted': 'info',
  /** The objects of a job's results are gone. Fields: tenantId, jobId, objects. */
  'results.purged': 'info',
  'scaler.kicked': 'info',
  'scaler.kick-failed': 'warn',
  /** Work after a cancel or a read that the loops will do anyway failed. */
  'repair.failed': 'warn',
  /** One attempt at a webhook. Fields: tenantId, endpointId, deliveryId, jobId, type, attempt, lagMs, durationMs, status, because; never an address. */
  'webhook.attempted': 'info',
  /** What came of an attempt could not be written; the delivery is due again when its lease has run out. */
  'webhook.unsettled': 'warn',
  'webhook.circuit-opened': 'info',
  'webhook.circuit-closed': 'info',
  /** An endpoint answered 410 and was disabled. */
  'webhook.endpoint-gone': 'info',
  /** An asset was fetched. Fields: tenantId, assetId, bytes, isShared, durationMs since it was asked for. */
  'asset.ready': 'info',
  /** An attempt to fetch an asset failed and another comes. Fields: attempts, because; an address without its query. */
  'asset.put-off': 'info',
  'asset.failed': 'info',
  /** Our fault; the asset is due again. */
  'asset.unsettled': 'warn',
  /** The rows of a request were taken in, or as many as came. Fields: batchId, tenantId, state, received, accepted, rejected. */
  'batch.received': 'info',
  /** What a batch was owed is done: its rows submitted, its jobs canceled, or its server found gone. */
  'batch.worked': 'info',
  /** It is tried again when its lease has run out. */
  'batch.work-failed': 'warn',
  /** A manifest could not be read to its end; the client's stream broke off. */
  'batch.manifest-cut': 'warn',
  /** What waiting jobs are told from could not be read; fields: what (`scaler` or a lane). */
  'outlook.unread': 'warn',
  /** Jobs that streams follow could not be read; they hear of it at the next look. */
  'watch.unread': 'warn',
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;

export function record(log: Logger, event: LogEvent, fields?: LogFields): void {
  log[LOG_EVENTS[event]](event, fields);
}
