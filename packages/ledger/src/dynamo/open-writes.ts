/**
 * Which errors of the SDK hide a write that may have landed. The SDK tries again by itself and tells of its last try alone: a write whose connection
 * broke, and whose second try was throttled, comes back as throttled, and that would mean that nothing was written.
 */
import { type DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Next = (args: unknown) => Promise<never>;

interface WatchedClient {
  middlewareStack: {
    add(
      middleware: (next: Next, context: object) => Next,
      options: { step: 'initialize' | 'finalizeRequest'; name: string; priority: 'low' | 'high'; override: boolean },
    ): void;
  };
}

/** Calls of which a try ended without an answer, or with one that leaves open what was done. */
const openCalls = new WeakSet<object>();
const openErrors = new WeakSet<object>();

/** True when an earlier try of the call that failed so may have been made. */
export const mayHaveLanded = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && openErrors.has(error);

/** The same client; to be asked once or often. */
export function watchTries<C extends DynamoDBClient>(client: C): C {
  const { middlewareStack } = client as unknown as WatchedClient;
  middlewareStack.add(
    (next, context) => (args) =>
      next(args).catch((error: unknown) => {
        if (isOpen(error)) openCalls.add(context);
        throw error;
      }),
    { step: 'finalizeRequest', name: 'watchTry', priority: 'low', override: true },
  );
  middlewareStack.add(
    (next, context) => (args) =>
      next(args).catch((error: unknown) => {
        if (openCalls.has(context) && typeof error === 'object' && error !== null) openErrors.add(error);
        throw error;
      }),
    { step: 'initialize', name: 'watchTries', priority: 'high', override: true },
  );
  return client;
}

/** No answer, or the service's own failure; a throttle, a conflict and a refusal are answers that nothing was done. */
function isOpen(error: unknown): boolean {
  const { httpStatusCode } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
  return httpStatusCode === undefined || httpStatusCode >= 500;
}
