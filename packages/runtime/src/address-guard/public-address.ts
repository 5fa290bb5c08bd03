/**
 * Which addresses may be dialed for a client: only what is plainly public. IPv6 is an allow list (global unicast, 2000::/3), so every
 * wrapping of IPv4 (mapped, compatible, NAT64, 6to4, Teredo), every zone and every range that is not given out yet is refused unseen.
 * Source of the ranges: IANA IPv4 and IPv6 Special-Purpose Address Registries.
 */
import { BlockList, isIP } from 'node:net';

const SPECIAL_4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier NAT, also inside clouds
  '127.0.0.0/8',
  '168.63.129.16/32', // Azure's wire server, public by its number only
  '169.254.0.0/16', // link-local: metadata of EC2 (.169.254), ECS (.170.2), EKS (.170.23), time and DNS of VPCs
  '172.16.0.0/12',
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
];

const SPECIAL_6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
];

const special4 = listOf(SPECIAL_4, 'ipv4');
const special6 = listOf(SPECIAL_6, 'ipv6');
const global6 = listOf(['2000::/3'], 'ipv6');

/** @param address an IP address as text, without brackets; anything else, also one with a zone, is not public */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false;
  switch (isIP(address)) {
    case 4:
      return !special4.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
    default:
      return false;
  }
}

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
}
