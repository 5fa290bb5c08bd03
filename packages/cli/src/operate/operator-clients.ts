/** AWS as the operator: endpoint and credentials come from the SDK's own environment, the region from the environment that is operated. */
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Environment } from '@reelyard/environments';
import { connection } from '@reelyard/runtime';
import { CommandError, EXIT } from '../exit-code.ts';

export interface OperatorClients {
  s3: S3Client;
  ssm: SSMClient;
  sts: STSClient;
}

/** Uploads of packages take their time. */
const requestTimeoutMs = 600_000;

export function operatorClients(region: string): OperatorClients {
  const isEmulated = process.env['AWS_ENDPOINT_URL'] !== undefined || process.env['AWS_ENDPOINT_URL_S3'] !== undefined;
  return {
    s3: new S3Client({ ...connection({ requestTimeoutMs }), region, forcePathStyle: isEmulated }),
    ssm: new SSMClient({ ...connection(), region }),
    sts: new STSClient({ ...connection(), region }),
  };
}

/** Runs `use` with clients that are let go of afterwards. */
export async function withClients<T>(region: string, use: (clients: OperatorClients) => Promise<T>): Promise<T> {
  const clients = operatorClients(region);
  try {
    return await use(clients);
  } finally {
    for (const client of Object.values(clients) as { destroy(): void }[]) client.destroy();
  }
}

/**
 * The account of the credentials in use.
 * @throws CommandError when AWS does not answer, or when the environment names other accounts
 */
export async function getAccount(
  sts: STSClient,
  { name, accounts }: Pick<Environment, 'name' | 'accounts'>,
): Promise<string> {
  const account = await askAccount(sts);
  if (accounts.length === 0 || accounts.includes(account)) return account;
  throw new CommandError(
    EXIT.refused,
    `these credentials are of account ${account}, and ${name} is deployed to ${accounts.join(', ')} alone`,
  );
}

async function askAccount(sts: STSClient): Promise<string> {
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    throw new CommandError(EXIT.unreachable, `AWS does not say whose credentials these are: ${reasonOf(error)}`);
  }
}

/** The words of an SDK error, with its code. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
