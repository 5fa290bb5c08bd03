/** `POST /v1/webhook-endpoints/{id}/replay`: tells again what it was told within a range, newest first. Replays themselves are left out. */
import { apiEndpointId, apiReplayRequest, apiReplayResult, type WebhookDelivery } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { newReplay } from '../../core/webhooks/new-replay.ts';
import { endpoint } from '../endpoint.ts';
import { readBodyAs } from '../read-body.ts';
import { json } from '../reply.ts';
import { findEndpoint, noSuchEndpoint } from './find-endpoint.ts';

/** Of one call, so that it ends in time. */
const MOST = 500;
const PAGE = 100;

export const replayWebhookRange = endpoint(
  {
    id: 'replayWebhookRange',
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/replay',
    summary: 'Tell again what it was told within a range',
    access: 'admin',
    params: { id: apiEndpointId },
    body: { schema: apiReplayRequest },
    replies: { 202: { description: 'How many go out again', schema: apiReplayResult } },
    problems: ['invalid_webhook'],
  },
  ({ clock, ledger, newId, webhooks }) =>
    async (call) => {
      const body = await readBodyAs(call, apiReplayRequest, 'invalid_webhook');
      if (body.kind === 'refused') return body.reply;
      const found = await findEndpoint(call, ledger);
      if (!found) return noSuchEndpoint();
      const { from, to, state } = body.value;
      const now = clock.now();
      const range = { from: Date.parse(from), to: to === undefined ? now : Date.parse(to) };
      const { deliveries, next } = await findEnded(ledger, found.id, range, state);
      for (const delivery of deliveries) await ledger.createDelivery(newReplay(delivery, newId('dlv', now), now));
      webhooks.wake();
      const rest = next === undefined ? {} : { next: new Date(next).toISOString() };
      return json(202, { replayed: deliveries.length, ...rest });
    },
);

interface Found {
  readonly deliveries: WebhookDelivery[];
  /** When there are more: they were made before this instant. */
  readonly next?: number;
}

async function findEnded(
  ledger: Pick<Ledger, 'listDeliveries'>,
  endpointId: string,
  { from, to }: { from: number; to: number },
  state: 'delivered' | 'failed' | undefined,
): Promise<Found> {
  const states = state === undefined ? (['delivered', 'failed'] as const) : [state];
  const deliveries: WebhookDelivery[] = [];
  let cursor: string | undefined;
  do {
    const after = cursor === undefined ? {} : { cursor };
    const page = await ledger.listDeliveries({ endpoint: endpointId, states, limit: PAGE, ...after });
    for (const delivery of page.items) {
      if (delivery.createdAt < from) return { deliveries };
      if (delivery.createdAt >= to || delivery.isReplay === true) continue;
      if (deliveries.length === MOST) return { deliveries, next: delivery.createdAt + 1 };
      deliveries.push(delivery);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { deliveries };
}
