/**
 * The shape of an address that agents will fetch: what can be refused without a look at DNS is refused at submit. The agent checks
 * again, after it has resolved the name, and dials the address it has checked.
 */
import ipaddr from 'ipaddr.js';

export type AddressCheck =
  | { readonly kind: 'fine' }
  | {
      readonly kind: 'refused';
      readonly code: 'asset_address_invalid' | 'asset_address_blocked';
      readonly detail: string;
    };

const fine: AddressCheck = { kind: 'fine' };
const invalid = (detail: string): AddressCheck => ({ kind: 'refused', code: 'asset_address_invalid', detail });
const blocked = (detail: string): AddressCheck => ({ kind: 'refused', code: 'asset_address_blocked', detail });

/** @param allowed exact origins (`http://127.0.0.1:8080`) that may be private and plain */
export function checkAddress(address: string, allowed: ReadonlySet<string>): AddressCheck {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return invalid('is not an http(s) or asset address');
  }
  if (url.username !== '' || url.password !== '') return invalid('carries credentials');
  if (allowed.has(url.origin)) return fine;
  if (isLocalName(url.hostname)) return blocked('names a host that is never public');
  if (isPrivateLiteral(url.hostname)) return blocked('is not a public address');
  return fine;
}

const localSuffixes = ['localhost', 'local', 'internal', 'home.arpa'];

function isLocalName(host: string): boolean {
  const bare = host.replace(/\.$/, '').toLowerCase();
  return localSuffixes.some((suffix) => bare === suffix || bare.endsWith(`.${suffix}`));
}

/** Only such a host is an address: the rest need no parser, which finds that out by throwing. */
const literal = /^(?:\[.*\]|[\d.]+)$/;

/** WHATWG URLs have already turned octal, hexadecimal and short spellings of IPv4 into four numbers. */
function isPrivateLiteral(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (!literal.test(host)) return false;
  if (!ipaddr.isValid(bare)) return true;
  const range = ipaddr.process(bare).range();
  return range !== 'unicast';
}
