/**
 * The one door through which the farm calls an address that a client named: assets and webhooks. Check the shape, resolve the name once,
 * refuse when any address of it is not public, and dial exactly the address that was judged (`dialPinned`), so that a second answer of DNS
 * cannot lead inside. Every redirect is a new address and goes through `pin` again. A guard inside the lookup alone would never be asked
 * for IP literals.
 *
 *   const pinned = await guard.pin(address, signal);
 *   if (pinned.kind === 'pinned') response = await dialPinned(pinned, { method: 'POST', headers, body, signal });
 */
import { type AddressCheck, type AddressRefusal, checkAddress, findLiteral } from './check-address.ts';
import { type NameLookup, publicLookup, systemLookup } from './name-lookup.ts';
import { isPublicAddress } from './public-address.ts';

export interface AddressGuardOptions {
  /** Exact origins of FETCH_ALLOW, the only exception: for laptops and private origins. */
  allow: Iterable<string>;
  /** Names of clients; by default the name servers of the system. */
  lookup?: NameLookup;
  /** Names of allowed origins; by default as the machine itself resolves. */
  lookupAllowed?: NameLookup;
}

export interface PinnedAddress {
  readonly kind: 'pinned';
  readonly url: URL;
  /** The IP address that was judged. */
  readonly address: string;
}

export type Pinning = PinnedAddress | AddressRefusal | { readonly kind: 'unresolved'; readonly detail: string };

export class AddressGuard {
  readonly #allow: ReadonlySet<string>;
  readonly #lookup: NameLookup;
  readonly #lookupAllowed: NameLookup;

  constructor({ allow, lookup = publicLookup(), lookupAllowed = systemLookup }: AddressGuardOptions) {
    this.#allow = new Set(allow);
    this.#lookup = lookup;
    this.#lookupAllowed = lookupAllowed;
  }

  /** By its shape alone, without DNS: when a client hands the address in. */
  check(address: string): AddressCheck {
    return checkAddress(address, this.#allow);
  }

  /** Right before each call. Never rejects. Refused when any address of the name is not public: a mixed answer is an attack or a mistake. */
  async pin(address: string, signal: AbortSignal): Promise<Pinning> {
    const checked = this.check(address);
    if (checked.kind === 'refused') return checked;
    const { url } = checked;
    const isAllowed = this.#allow.has(url.origin);
    const addresses = await this.#resolve(url.hostname, isAllowed, signal);
    const [first] = addresses;
    if (first === undefined) return { kind: 'unresolved', detail: 'names a host that cannot be resolved' };
    if (isAllowed || addresses.every(isPublicAddress)) return { kind: 'pinned', url, address: first };
    return { kind: 'refused', code: 'blocked', detail: 'names a host that is not public' };
  }

  async #resolve(hostname: string, isAllowed: boolean, signal: AbortSignal): Promise<readonly string[]> {
    const literal = findLiteral(hostname);
    if (literal !== undefined) return [literal];
    return (isAllowed ? this.#lookupAllowed : this.#lookup)(hostname, signal);
  }
}
