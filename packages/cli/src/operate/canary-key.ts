/** The key of an environment's canary: a row in the ledger, and the whole of it in a SecureString that the function alone may read. */
import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type TenantLedger } from '@reelyard/ledger';
import { createKey } from '../farm/create-key.ts';

/** Its jobs are nobody else's: usage and lists of other tenants stay theirs. */
export const canaryTenant = 'canary';

export interface CanaryKeyPlace {
  ledger: Pick<TenantLedger, 'putKey'>;
  ssm: SSMClient;
  parameter: string;
}

/** Takes the place of an earlier one, which works until it is revoked. @returns the public part of the key's name */
export async function createCanaryKey({ ledger, ssm, parameter }: CanaryKeyPlace, now: number): Promise<string> {
  const key = await createKey(ledger, canaryTenant, 'canary', now, { scope: 'render' });
  const Description = 'API key of the canary; made by reelyard keys create --for canary';
  await ssm.send(
    new PutParameterCommand({ Name: parameter, Value: key, Type: 'SecureString', Overwrite: true, Description }),
  );
  return key.split('_')[2] ?? '';
}
