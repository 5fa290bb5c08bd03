/** Who listens to webhooks in a run, as data, and how it takes what it is told. In the end each of them hears everything. */
export const MANNERS = [
  'well',
  /** The answer to the first tries of a message takes long, sometimes longer than the farm waits. */
  'slow',
  /** The first tries of a message are answered 500. */
  'failing',
  /** From the first try of all on there is no connection for a while. */
  'away',
  /** It hangs up on the first tries of a message, having read them. */
  'hangs-up',
  /** The first tries of a message are answered 503 with a Retry-After. */
  'busy',
] as const;
export type Manner = (typeof MANNERS)[number];

export const INTERESTS = ['all', 'ends'] as const;

export interface PlannedReceiver {
  readonly listensTo: (typeof INTERESTS)[number];
  readonly manner: Manner;
  /** Tries of one message that the manner is for. */
  readonly times: number;
  /** How long it takes, is away, or asks to be left alone. */
  readonly forMs: number;
}

/** An endpoint that is there before the life begins. */
export interface PlannedEndpoint extends PlannedReceiver {
  readonly tenant: string;
}

/** What has to happen to messages in many lives: each manner, one that is told again after a failure, one that is told again although it was taken. */
export const TELLINGS = [...MANNERS, 'retried', 'twice'].map((telling) => `webhook-${telling}`);
