/**
 * Which addresses we may dial for a client. Everything that is not plainly public is refused: private, loopback, link-local, metadata,
 * carrier NAT, multicast, documentation, and any of them wrapped into IPv6 (mapped, 6to4, NAT64, Teredo).
 */
import ipaddr from 'ipaddr.js';

export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && !isSpecial(parsed.toString());
}

/** `unicast` ranges that clouds use inside: Azure's wire server, and the IPv6 metadata address of EC2 is already `uniqueLocal`. */
const SPECIAL = new Set(['168.63.129.16']);
const isSpecial = (address: string): boolean => SPECIAL.has(address);

/**
 * The address that a host name spells, when it is a literal in whatever spelling (`0x7f.1`, `2130706433`, `[::ffff:127.0.0.1]`).
 * WHATWG URL parsing has normalized IPv4 spellings already; what is left are brackets and old forms.
 */
export function findLiteral(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.IPv6.isValid(bare)) return bare;
  return ipaddr.IPv4.isValid(bare) ? ipaddr.IPv4.parse(bare).toString() : undefined;
}
