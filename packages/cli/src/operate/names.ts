/** Names of what is deployed. Those of buckets hold the account, so AWS is asked whose credentials these are. */
import { type STSClient } from '@aws-sdk/client-sts';
import { type Environment } from '@reelyard/environments';
import { type Names, namesOf } from '@reelyard/infra';
import { getAccount } from './operator-clients.ts';

export async function getNames(environment: Environment, sts: STSClient): Promise<Names> {
  return namesOf(environment, await getAccount(sts, environment));
}
