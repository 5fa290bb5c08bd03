/** Whether a webhook is the farm's, by Standard Webhooks 1.0. Invariant: nothing of the body is believed before its signature is. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { type JobSummary } from './generated/api-types.ts';

export { WebhookVerificationError };

export interface WebhookEvent {
  /** `job.succeeded` and its like; take a type that you do not know as nothing to do. */
  readonly type: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly data: {
    /** Orders the events of one job. */
    readonly seq?: number;
    /** As it stood when this was sent. */
    readonly job?: JobSummary & {
      readonly artifacts?: readonly { readonly name: string; readonly url: string; readonly sha256: string }[];
    };
  };
}

export interface SignedRequest {
  /** `whsec_…`, as it was shown when the endpoint was made. */
  readonly secret: string;
  /** The bytes as they came, before anybody parsed them. */
  readonly body: string;
  /** Of the request: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** @throws WebhookVerificationError when it is not the farm's, was changed, or is older than five minutes */
export function verifyWebhook({ secret, body, headers }: SignedRequest): WebhookEvent & { readonly id: string } {
  const given = Object.fromEntries(names.map((name) => [name, headerOf(headers, name)]));
  const event = new Webhook(secret).verify(body, given) as WebhookEvent;
  return { ...event, id: given['webhook-id'] ?? '' };
}

function headerOf(headers: SignedRequest['headers'], name: string): string {
  const value =
    headers instanceof Headers ? headers.get(name) : (headers as Record<string, string | string[] | undefined>)[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
