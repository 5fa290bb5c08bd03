/**
 * The network that this account seems to have: one VPC, three zones with a subnet each. A subnet that only another
 * tool knows (Terraform against its own emulator) still has one zone here, the same every time.
 */
import { createHash } from 'node:crypto';

export const VPC_ID = 'vpc-00000000000000000';
export const SECURITY_GROUP_ID = 'sg-00000000000000000';
const LETTERS = ['a', 'b', 'c'] as const;

export interface Subnet {
  id: string;
  zone: string;
  zoneId: string;
  cidr: string;
}

export function zonesOf(region: string): string[] {
  return LETTERS.map((letter) => `${region}${letter}`);
}

export function subnetsOf(region: string): Subnet[] {
  return LETTERS.map((letter, index) => ({
    id: `subnet-0000000000000000${letter}`,
    zone: `${region}${letter}`,
    zoneId: `use1-az${index + 1}`,
    cidr: `10.0.${index * 64}.0/18`,
  }));
}

export function subnetOf(region: string, id: string): Subnet {
  const subnets = subnetsOf(region);
  const known = subnets.find((subnet) => subnet.id === id);
  const index = (createHash('sha256').update(id).digest()[0] ?? 0) % subnets.length;
  const stand = subnets[index] ?? { zone: `${region}a`, zoneId: 'use1-az1', cidr: '10.0.0.0/18' };
  return known ?? { ...stand, id };
}

/** The subnet that an instance in a zone gets when nobody chose one. */
export function defaultSubnet(region: string, zone: string): string {
  return subnetsOf(region).find((subnet) => subnet.zone === zone)?.id ?? subnetOf(region, zone).id;
}
