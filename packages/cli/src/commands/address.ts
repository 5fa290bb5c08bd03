/** Where a command finds its farm: flags, then environment, then the farm that `reelyard up` holds. */
import { CommandError, EXIT } from '../exit-code.ts';
import { type FarmAddress } from '../api/client.ts';
import { findRunningFarm } from '../farm/farm-file.ts';

export interface AddressFlags {
  url?: string;
  key?: string;
}

export function findAddress(
  flags: AddressFlags,
  env: Readonly<Record<string, string | undefined>>,
): FarmAddress | undefined {
  const url = flags.url ?? env['REELYARD_URL'];
  const key = flags.key ?? env['REELYARD_KEY'];
  if (url !== undefined && key !== undefined) return { url, key };
  if (url !== undefined) throw new CommandError(EXIT.usage, `a key is needed for ${url}: --key or REELYARD_KEY`);
  return findRunningFarm();
}

export function getAddress(flags: AddressFlags, env: Readonly<Record<string, string | undefined>>): FarmAddress {
  const address = findAddress(flags, env);
  if (address) return address;
  throw new CommandError(EXIT.unreachable, 'no farm is up: start one with `reelyard up`, or give --url and --key');
}
