/**
 * Every address of a name. Names of clients are asked by c-ares and not by getaddrinfo, whose few threads also serve the file system: a
 * name server that never answers would stall the whole process. It also knows neither a search list nor /etc/hosts.
 */
import { Resolver, lookup } from 'node:dns/promises';

/** @returns IPv4 before IPv6; empty when there is none or nobody answers. Never rejects. */
export type NameLookup = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>;

export interface PublicLookupOptions {
  /** `127.0.0.1:5353`; those of the system by default. */
  servers?: readonly string[];
  /** Of one try; there are two. */
  timeoutMs?: number;
}

export function publicLookup({ servers, timeoutMs = 3_000 }: PublicLookupOptions = {}): NameLookup {
  return async (hostname, signal) => {
    if (signal.aborted) return [];
    const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
    if (servers) resolver.setServers(servers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const none = (): string[] => [];
      const both = [resolver.resolve4(hostname).catch(none), resolver.resolve6(hostname).catch(none)];
      return (await Promise.all(both)).flat();
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}

/** As the machine itself resolves, hosts file included: for origins that the operator has allowed. */
export const systemLookup: NameLookup = async (hostname) => {
  const found = await lookup(hostname, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
};
