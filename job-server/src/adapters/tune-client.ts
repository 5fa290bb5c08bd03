/**
 * SDK clients for the hot path, which sends the same few commands for ever: middleware is resolved once per command instead of once
 * per call (an option of the SDK), and no filtered copy of each input is made for a logger that nobody gave.
 */
interface TunableClient {
  readonly config: { cacheMiddleware?: boolean };
  readonly middlewareStack: { remove(name: string): boolean };
}

export function tuneClient<C extends TunableClient>(client: C): C {
  client.config.cacheMiddleware = true;
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
