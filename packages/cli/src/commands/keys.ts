/** `reelyard keys …`: API keys of a tenant, or of the canary, on the local farm or, with `--env`, on a deployed environment. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type Names, namesOf } from '@reelyard/infra';
import { createDynamoLedger, type TenantLedger } from '@reelyard/ledger';
import { connection } from '@reelyard/runtime';
import { CommandError, EXIT } from '../exit-code.ts';
import { createKey } from '../farm/create-key.ts';
import { findRunningFarm } from '../farm/farm-file.ts';
import { canaryTenant, createCanaryKey } from '../operate/canary-key.ts';
import { type KeyView, listKeyViews, revokeKey } from '../operate/api-keys.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { type Output } from '../output.ts';

export interface KeyPlace {
  /** Default `demo`; of a canary's key always `canary`. */
  tenant?: string;
  /** A deployed environment. */
  env?: string;
  /** Folder of a local farm. */
  dir?: string;
}

export interface KeyFlags extends KeyPlace {
  name?: string;
  /** Who uses it: `canary`, whose key goes where its function reads it. */
  for?: string;
}

const defaultTenant = 'demo';

const tenantPattern = /^[a-z0-9-]{1,32}$/;

export async function createApiKey(flags: KeyFlags, output: Output): Promise<void> {
  if (flags.for !== undefined) return createKeyFor(flags.for, flags, output);
  const { tenant = defaultTenant, name = 'unnamed' } = flags;
  const key = await withOpened(flags, ({ ledger }) => createKey(ledger, tenant, name, Date.now()));
  output.result({ tenant, name, key }, key);
}

/** The key is shown to nobody: it goes from here into its parameter. */
async function createKeyFor(user: string, flags: KeyFlags, output: Output): Promise<void> {
  if (user !== canaryTenant) throw new CommandError(EXIT.usage, `--for ${user}: allowed: ${canaryTenant}`);
  if (flags.tenant !== undefined || flags.name !== undefined)
    throw new CommandError(
      EXIT.usage,
      '--for canary: tenant and name are the canary’s own; leave --tenant and --name out',
    );
  const made = await withOpened(flags, async ({ ledger, ssm, names }) => {
    const parameter = names.canaryKeyParameter;
    return { parameter, id: await createCanaryKey({ ledger, ssm, parameter }, Date.now()) };
  });
  output.result(
    { tenant: canaryTenant, ...made },
    `key ${made.id} of tenant ${canaryTenant} is in ${made.parameter}; the canary takes it at its next run`,
  );
}

export async function listApiKeys(flags: KeyPlace, output: Output): Promise<void> {
  const { tenant = defaultTenant } = flags;
  const keys = await withOpened(flags, ({ ledger }) => listKeyViews(ledger, tenant));
  output.result(keys, keys.length === 0 ? `${tenant} has no key` : keys.map(describe).join('\n'));
}

export async function revokeApiKey(id: string, flags: KeyPlace, output: Output): Promise<void> {
  const { tenant = defaultTenant } = flags;
  const key = await withOpened(flags, ({ ledger }) => revokeKey(ledger, { tenant, id }, Date.now()));
  output.result(key, `${describe(key)}\njob servers refuse it within a minute`);
}

interface Opened {
  ledger: TenantLedger;
  ssm: SSMClient;
  names: Names;
}

async function withOpened<T>(place: KeyPlace, use: (opened: Opened) => Promise<T>): Promise<T> {
  const { tenant = defaultTenant } = place;
  if (!tenantPattern.test(tenant))
    throw new CommandError(EXIT.usage, `--tenant ${tenant}: 1 to 32 of a-z, 0-9 and - are needed`);
  const { client, ssm, env } = place.env === undefined ? openLocal(place.dir) : openDeployed(place.env);
  // Neither the table's name nor the parameter's holds the account.
  const names = namesOf(getEnvironment(env), '');
  const { table } = names;
  try {
    return await use({ ledger: createDynamoLedger({ client, table }), ssm, names });
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException')
      throw new CommandError(EXIT.refused, `there is no table ${table}: is ${env} deployed?`);
    throw error;
  } finally {
    client.destroy();
    ssm.destroy();
  }
}

interface Clients {
  client: DynamoDBClient;
  ssm: SSMClient;
  env: string;
}

function openLocal(dir: string | undefined): Clients {
  const farm = findRunningFarm(dir);
  if (!farm)
    throw new CommandError(
      EXIT.unreachable,
      'no farm is up: start one with `reelyard up`, or name an environment by --env',
    );
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'local' };
  const settings = { endpoint: farm.endpoint, region: 'us-east-1', credentials };
  return { client: new DynamoDBClient(settings), ssm: new SSMClient(settings), env: farm.env };
}

function openDeployed(name: string): Clients {
  const { region } = getEnvironment(name);
  const settings = { ...connection(), region };
  return { client: new DynamoDBClient(settings), ssm: new SSMClient(settings), env: name };
}

function describe({ id, name, createdAt, revokedAt }: KeyView): string {
  const at = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
  const state = revokedAt === undefined ? 'in use' : `revoked ${at(revokedAt)}`;
  return `${id}  ${at(createdAt)}  ${state.padEnd(24)}  ${name}`;
}
