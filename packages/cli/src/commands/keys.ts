/** `reelyard keys create`: a new API key of a tenant on the local farm; it is shown this once. */
import { createDynamoLedger } from '@reelyard/ledger';
import { CommandError, EXIT } from '../exit-code.ts';
import { createKey } from '../farm/create-key.ts';
import { findRunningFarm } from '../farm/farm-file.ts';
import { farmNames } from '../farm/names.ts';
import { createClients, destroyClients } from '../farm/provision/context.ts';
import { type Output } from '../output.ts';

export interface KeyFlags {
  tenant: string;
  name: string;
  dir?: string;
}

const tenantPattern = /^[a-z0-9-]{1,32}$/;

export async function createApiKey(flags: KeyFlags, output: Output): Promise<void> {
  if (!tenantPattern.test(flags.tenant))
    throw new CommandError(EXIT.usage, `--tenant ${flags.tenant}: 1 to 32 of a-z, 0-9 and - are needed`);
  const farm = findRunningFarm(flags.dir);
  if (!farm) throw new CommandError(EXIT.unreachable, 'no farm is up: start one with `reelyard up`');
  const clients = createClients(farm.endpoint, 'us-east-1');
  try {
    const ledger = createDynamoLedger({ client: clients.dynamo, table: farmNames(farm.env).table });
    const key = await createKey(ledger, flags.tenant, flags.name, Date.now());
    output.result({ tenant: flags.tenant, name: flags.name, key }, key);
  } finally {
    destroyClients(clients);
  }
}
