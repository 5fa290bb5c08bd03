/** What the dispatcher of webhooks needs of the world. */
import { type Ledger } from '@reelyard/ledger';
import { type Clock, type IdPrefix, type Logger } from '@reelyard/runtime';
import { type AttemptResult } from '../core/webhooks/decide-delivery.ts';
import { type Meter, type Storage } from '../ports.ts';

export type WebhookStore = Pick<
  Ledger,
  | 'findEndpoint'
  | 'listEndpoints'
  | 'updateEndpoint'
  | 'findDueEvents'
  | 'findEvent'
  | 'findJobWebhook'
  | 'fanOut'
  | 'findDueDeliveries'
  | 'takeDelivery'
  | 'settleDelivery'
  | 'findJob'
>;

/** One POST to an address that a client named. Never rejects: what went wrong is the result. */
export interface Receiver {
  post(url: string, message: { headers: Readonly<Record<string, string>>; body: string }): Promise<AttemptResult>;
}

export interface WebhookPorts {
  readonly ledger: WebhookStore;
  readonly receiver: Receiver;
  readonly storage: Pick<Storage, 'signGet'>;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Logger;
  newId(prefix: IdPrefix, now: number): string;
  random(): number;
}
