/** The shape of an asset's address in the words of the API: refused at submit. The agent checks again once it has resolved the name. */
import { type AddressGuard } from '@reelyard/runtime';

export type AddressProblem = {
  readonly code: 'asset_address_invalid' | 'asset_address_blocked';
  readonly detail: string;
};

export function findAddressProblem(address: string, guard: Pick<AddressGuard, 'check'>): AddressProblem | undefined {
  const check = guard.check(address);
  if (check.kind === 'fine') return undefined;
  return { code: check.code === 'invalid' ? 'asset_address_invalid' : 'asset_address_blocked', detail: check.detail };
}
