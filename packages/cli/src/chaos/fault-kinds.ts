/** Every kind of fault that a run can inject, as data: what is done to processes and machines, and what the loopback AWS does to calls. */
import { type FaultRule } from '@reelyard/local-cloud';

/** At an instant, to one victim. */
export const STRIKES = [
  'kill-agent',
  'kill-instance',
  'freeze-instance',
  'kill-job-server',
  'kill-scaler',
  'spot-notice',
  'spot-without-notice',
  'no-capacity',
  'partition-agent',
  'partition-job-server',
  'clock-agent',
  'clock-job-server',
  'disk-full',
] as const;
export type Strike = (typeof STRIKES)[number];

export type Weather = Omit<FaultRule, 'id' | 'seed'>;

/** For a while, to a share of the calls; shares are percent. */
export const WEATHERS = {
  'ledger-fails': { kind: 'error500', match: { service: 'dynamodb', percent: 8 } },
  'ledger-applies-then-fails': { kind: 'apply-then-fail', match: { service: 'dynamodb', percent: 5 } },
  'ledger-throttled': { kind: 'throttle', match: { service: 'dynamodb', percent: 10 } },
  'ledger-slow': { kind: 'delay', ms: 300, match: { service: 'dynamodb', percent: 20 } },
  'ledger-conflicts': { kind: 'transaction-conflict', match: { service: 'dynamodb', percent: 15 } },
  'index-late': { kind: 'index-lag', ms: 1_500, match: { service: 'dynamodb', percent: 30 } },
  'storage-fails': { kind: 'error500', match: { service: 's3', action: 'PutObject', percent: 30 } },
  'storage-applies-then-fails': { kind: 'apply-then-fail', match: { service: 's3', action: 'PutObject', percent: 30 } },
  'queue-fails': { kind: 'error500', match: { service: 'sqs', percent: 30 } },
  'messages-lost': { kind: 'drop-message', match: { service: 'sqs', percent: 30 } },
  'messages-twice': { kind: 'duplicate-message', match: { service: 'sqs', percent: 30 } },
  'messages-late': { kind: 'reorder', match: { service: 'sqs', percent: 30 } },
} as const satisfies Record<string, Weather>;
export type WeatherKind = keyof typeof WEATHERS;

export type FaultKind = Strike | WeatherKind;

export const FAULT_KINDS: readonly FaultKind[] = [...STRIKES, ...(Object.keys(WEATHERS) as WeatherKind[])];

export const isStrike = (kind: FaultKind): kind is Strike => (STRIKES as readonly string[]).includes(kind);

/** Faults whose victim says nothing more: its tasks come back when their leases are lost. */
export const SILENT: readonly Strike[] = ['kill-agent', 'kill-instance', 'freeze-instance', 'spot-without-notice'];
/** Faults whose victim is told before: it hands its tasks back itself. */
export const NOTICED: readonly Strike[] = ['spot-notice'];
