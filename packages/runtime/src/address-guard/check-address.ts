/**
 * What can be refused of an address without a look at DNS: the shape, names that are never public, and literals in any spelling (WHATWG
 * URLs have turned octal, hexadecimal, short, full-width and percent-encoded forms of IPv4 into four numbers by then).
 */
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export interface AddressRefusal {
  readonly kind: 'refused';
  /** `invalid`: nothing that could be called at all; `blocked`: leads, or may lead, inside. */
  readonly code: 'invalid' | 'blocked';
  /** For the client, without the address: `carries credentials`. */
  readonly detail: string;
}

export type AddressCheck = { readonly kind: 'fine'; readonly url: URL } | AddressRefusal;

const invalid = (detail: string): AddressRefusal => ({ kind: 'refused', code: 'invalid', detail });
const blocked = (detail: string): AddressRefusal => ({ kind: 'refused', code: 'blocked', detail });

/** @param allow exact origins (`http://127.0.0.1:8080`) that may be private */
export function checkAddress(address: string, allow: ReadonlySet<string>): AddressCheck {
  // URL parsers drop these without a word, so what a person reads is not what is called.
  if (UNREADABLE.test(address)) return invalid('holds control characters or backslashes');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return invalid('is not an http(s) address');
  if (url.username !== '' || url.password !== '') return invalid('carries credentials');
  if (allow.has(url.origin)) return { kind: 'fine', url };
  return checkHost(url.hostname) ?? checkPort(url.port) ?? { kind: 'fine', url };
}

const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}\\]/u;

function checkHost(host: string): AddressRefusal | undefined {
  const literal = findLiteral(host);
  if (literal !== undefined) return isPublicAddress(literal) ? undefined : blocked('is not a public address');
  const name = host.replace(/\.$/, '');
  if (name.length > LONGEST_NAME || name.split('.').some((label) => label === '' || label.length > LONGEST_LABEL))
    return invalid('names a host that cannot be');
  return isLocalName(name) ? blocked('names a host that is never public') : undefined;
}

/** RFC 1035. */
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

/** The IP address that a URL's host is, without brackets; undefined for a name. */
export function findLiteral(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.replace(/\.$/, '');
  return isIP(bare) === 0 ? undefined : bare;
}

/** Special use (RFC 6761, 6762, 7686, 8375, 9476), ICANN's `internal`, and names that local networks give themselves. */
const LOCAL_SUFFIXES = [
  ...['localhost', 'local', 'internal', 'home.arpa', 'onion', 'alt'],
  ...['localdomain', 'lan', 'corp', 'home', 'intranet', 'private'],
];

/** A name without a dot is completed from the search list of whoever asks. */
const isLocalName = (name: string): boolean =>
  !name.includes('.') || LOCAL_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));

function checkPort(port: string): AddressRefusal | undefined {
  return port !== '' && OTHER_PROTOCOLS.has(Number(port)) ? invalid('names a port of another protocol') : undefined;
}

/** Servers there may take our request for their own commands. Source: "bad port" of the WHATWG Fetch standard. */
const OTHER_PROTOCOLS = new Set([
  ...[0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109],
  ...[110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530],
  ...[531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190],
  ...[5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080],
]);
