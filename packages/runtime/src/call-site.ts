/**
 * Which line of ours makes a call of AWS: its purpose stands at the end of the call's user agent, as `md/site#reaper.reap`. Access logs and
 * CloudTrail show it, so that a bill, a throttle or a trace names the loop and the operation behind a call; nothing in a service reads it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const sites = new AsyncLocalStorage<string>();

/** Calls made inside `run` say that they are made there; a site within a site is written behind it, with a dot. */
export function atSite<T>(name: string, run: () => T): T {
  const outer = sites.getStore();
  return sites.run(outer === undefined ? name : `${outer}.${name}`, run);
}

interface HttpMessage {
  headers: Record<string, string>;
}

type Handler = (args: { request: unknown }) => Promise<never>;

interface CallingClient {
  middlewareStack: {
    add(
      middleware: (next: Handler) => Handler,
      options: { step: 'deserialize'; name: string; priority: 'low'; override: boolean },
    ): void;
  };
}

/** The client, whose calls tell their sites. Added behind the signature, which does not cover the user agent. */
export function tellCallSites<C>(client: C): C {
  (client as CallingClient).middlewareStack.add(
    (next) => (args) => {
      const site = sites.getStore();
      if (site !== undefined && isMessage(args.request)) tell(args.request, ` md/site#${site}`);
      return next(args);
    },
    { step: 'deserialize', name: 'callSite', priority: 'low', override: true },
  );
  return client;
}

/** Once: a call that is tried again is the same message. */
function tell({ headers }: HttpMessage, words: string): void {
  const agent = headers['user-agent'] ?? '';
  if (!agent.endsWith(words)) headers['user-agent'] = agent + words;
}

const isMessage = (request: unknown): request is HttpMessage =>
  typeof request === 'object' && request !== null && 'headers' in request;
