/** `reelyard keys …`: API keys of a tenant, on the local farm or, with `--env`, on a deployed environment. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { namesOf } from '@reelyard/infra';
import { createDynamoLedger, type TenantLedger } from '@reelyard/ledger';
import { connection } from '@reelyard/runtime';
import { CommandError, EXIT } from '../exit-code.ts';
import { createKey } from '../farm/create-key.ts';
import { findRunningFarm } from '../farm/farm-file.ts';
import { type KeyView, listKeyViews, revokeKey } from '../operate/api-keys.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { type Output } from '../output.ts';

export interface KeyPlace {
  tenant: string;
  /** A deployed environment. */
  env?: string;
  /** Folder of a local farm. */
  dir?: string;
}

export interface KeyFlags extends KeyPlace {
  name: string;
}

const tenantPattern = /^[a-z0-9-]{1,32}$/;

export async function createApiKey(flags: KeyFlags, output: Output): Promise<void> {
  const { tenant, name } = flags;
  const key = await withLedger(flags, (ledger) => createKey(ledger, tenant, name, Date.now()));
  output.result({ tenant, name, key }, key);
}

export async function listApiKeys(flags: KeyPlace, output: Output): Promise<void> {
  const keys = await withLedger(flags, (ledger) => listKeyViews(ledger, flags.tenant));
  output.result(keys, keys.length === 0 ? `${flags.tenant} has no key` : keys.map(describe).join('\n'));
}

export async function revokeApiKey(id: string, flags: KeyPlace, output: Output): Promise<void> {
  const key = await withLedger(flags, (ledger) => revokeKey(ledger, { tenant: flags.tenant, id }, Date.now()));
  output.result(key, `${describe(key)}\njob servers refuse it within a minute`);
}

async function withLedger<T>(place: KeyPlace, use: (ledger: TenantLedger) => Promise<T>): Promise<T> {
  if (!tenantPattern.test(place.tenant))
    throw new CommandError(EXIT.usage, `--tenant ${place.tenant}: 1 to 32 of a-z, 0-9 and - are needed`);
  const { client, env } = place.env === undefined ? openLocal(place.dir) : openDeployed(place.env);
  // The table's name holds no account.
  const { table } = namesOf(getEnvironment(env), '');
  try {
    return await use(createDynamoLedger({ client, table }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException')
      throw new CommandError(EXIT.refused, `there is no table ${table}: is ${env} deployed?`);
    throw error;
  } finally {
    client.destroy();
  }
}

interface Opened {
  client: DynamoDBClient;
  env: string;
}

function openLocal(dir: string | undefined): Opened {
  const farm = findRunningFarm(dir);
  if (!farm)
    throw new CommandError(
      EXIT.unreachable,
      'no farm is up: start one with `reelyard up`, or name an environment by --env',
    );
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'local' };
  return { client: new DynamoDBClient({ endpoint: farm.endpoint, region: 'us-east-1', credentials }), env: farm.env };
}

function openDeployed(name: string): Opened {
  const { region } = getEnvironment(name);
  return { client: new DynamoDBClient({ ...connection(), region }), env: name };
}

function describe({ id, name, createdAt, revokedAt }: KeyView): string {
  const at = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
  const state = revokedAt === undefined ? 'in use' : `revoked ${at(revokedAt)}`;
  return `${id}  ${at(createdAt)}  ${state.padEnd(24)}  ${name}`;
}
