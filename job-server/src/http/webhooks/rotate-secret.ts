/** `POST /v1/webhook-endpoints/{id}/rotate-secret`: the old secret signs beside the new one for a while. */
import { apiEndpointId, apiEndpointWithSecret, apiSecretRotation } from '@reelyard/contracts';
import { rotateSecret } from '../../core/webhooks/rotate-secret.ts';
import { viewEndpoint } from '../../core/webhooks/view-endpoint.ts';
import { endpoint } from '../endpoint.ts';
import { readBodyAs } from '../read-body.ts';
import { json } from '../reply.ts';
import { changedMeanwhile, findEndpoint, noSuchEndpoint } from './find-endpoint.ts';
import { newSecret } from './new-secret.ts';

const A_DAY = 86_400;

export const rotateWebhookSecret = endpoint(
  {
    id: 'rotateWebhookSecret',
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/rotate-secret',
    summary: 'A new secret; the old one signs beside it for a while',
    access: 'admin',
    params: { id: apiEndpointId },
    body: { schema: apiSecretRotation },
    replies: { 200: { description: 'Keep the secret', schema: apiEndpointWithSecret } },
    problems: ['invalid_webhook', 'webhook_changed'],
  },
  ({ clock, ledger }) =>
    async (call) => {
      const body = await readBodyAs(call, apiSecretRotation, 'invalid_webhook');
      if (body.kind === 'refused') return body.reply;
      const before = await findEndpoint(call, ledger);
      if (!before) return noSuchEndpoint();
      const [now, secret] = [clock.now(), newSecret()];
      const after = rotateSecret(before, secret, { now, overlapMs: (body.value.overlapSeconds ?? A_DAY) * 1_000 });
      if (!(await ledger.updateEndpoint(before, after))) return changedMeanwhile();
      return json(200, { ...viewEndpoint(after, now), secret });
    },
);
