/** `reelyard keys …`: API keys of a tenant, or of the canary, on the local farm or, with `--env`, on a deployed environment. */
import { KEY_SCOPES, type KeyScope } from '@reelyard/contracts';
import { CommandError, EXIT } from '../exit-code.ts';
import { createKey } from '../farm/create-key.ts';
import { canaryTenant, createCanaryKey } from '../operate/canary-key.ts';
import { type KeyView, limitKey, listKeyViews, revokeKey } from '../operate/api-keys.ts';
import { LIMIT_FLAGS, type LimitFlags, limitsOf } from '../operate/limit-flags.ts';
import { type OpenEnvironment, type Place, withEnvironment } from '../operate/open-environment.ts';
import { type Output } from '../output.ts';

export interface KeyPlace extends Place {
  /** Default `demo`; of a canary's key always `canary`. */
  tenant?: string;
}

export interface KeyFlags extends KeyPlace, LimitFlags {
  name?: string;
  /** `read`, `render` or `admin` (default). */
  scope?: string;
  /** Jobs of the key are marked as tests. */
  test?: boolean;
  /** Who uses it: `canary`, whose key goes where its function reads it. */
  for?: string;
}

export interface LimitChange extends KeyPlace, LimitFlags {
  /** No limits of its own any more. */
  none?: boolean;
}

const defaultTenant = 'demo';

const tenantPattern = /^[a-z0-9-]{1,32}$/;

export async function createApiKey(flags: KeyFlags, output: Output): Promise<void> {
  if (flags.for !== undefined) return createKeyFor(flags.for, flags, output);
  const { tenant = defaultTenant, name = 'unnamed' } = flags;
  const limits = limitsOf(flags);
  const kind = {
    ...({ scope: scopeOf(flags.scope), mode: flags.test === true ? 'test' : 'live' } as const),
    ...(limits === undefined ? {} : { limits }),
  };
  const key = await withOpened(flags, ({ ledger }) => createKey(ledger, tenant, name, Date.now(), kind));
  output.result({ tenant, name, ...kind, key }, key);
}

function scopeOf(text = 'admin'): KeyScope {
  const scope = KEY_SCOPES.find((known) => known === text);
  if (scope === undefined) throw new CommandError(EXIT.usage, `--scope ${text}: allowed: ${KEY_SCOPES.join(', ')}`);
  return scope;
}

/** The key is shown to nobody: it goes from here into its parameter. */
async function createKeyFor(user: string, flags: KeyFlags, output: Output): Promise<void> {
  if (user !== canaryTenant) throw new CommandError(EXIT.usage, `--for ${user}: allowed: ${canaryTenant}`);
  if ([flags.tenant, flags.name, flags.scope, flags.test, limitsOf(flags)].some((flag) => flag !== undefined))
    throw new CommandError(
      EXIT.usage,
      '--for canary: what its key is, is its own; leave --tenant and --name out, --scope, --test and limits, too',
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

export async function limitApiKey(id: string, flags: LimitChange, output: Output): Promise<void> {
  const { tenant = defaultTenant, none = false } = flags;
  const limits = limitsOf(flags);
  if (none === (limits !== undefined))
    throw new CommandError(EXIT.usage, `say either --none, or one or more of ${LIMIT_FLAGS.join(', ')}`);
  const key = await withOpened(flags, ({ ledger }) => limitKey(ledger, { tenant, id }, limits ?? null));
  output.result(key, `${describe(key)}\njob servers know it within a minute`);
}

async function withOpened<T>(place: KeyPlace, use: (opened: OpenEnvironment) => Promise<T>): Promise<T> {
  const { tenant = defaultTenant } = place;
  if (!tenantPattern.test(tenant))
    throw new CommandError(EXIT.usage, `--tenant ${tenant}: 1 to 32 of a-z, 0-9 and - are needed`);
  return withEnvironment(place, use);
}

function describe({ id, name, scope, mode, limits, createdAt, revokedAt }: KeyView): string {
  const at = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
  const state = revokedAt === undefined ? 'in use' : `revoked ${at(revokedAt)}`;
  const own = limits === undefined ? '' : `  ${JSON.stringify(limits)}`;
  return `${id}  ${at(createdAt)}  ${state.padEnd(24)}  ${scope.padEnd(6)}  ${mode}  ${name}${own}`;
}
