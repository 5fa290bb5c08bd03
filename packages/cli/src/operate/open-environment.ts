/** The ledger of a deployed environment, or of the local farm that is up, for the time of one command. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type Environment } from '@reelyard/environments';
import { type Names, namesOf } from '@reelyard/infra';
import { createDynamoLedger, type Ledger } from '@reelyard/ledger';
import { connection } from '@reelyard/runtime';
import { isFarmError } from '@reelyard/contracts';
import { CommandError, EXIT } from '../exit-code.ts';
import { findRunningFarm } from '../farm/farm-file.ts';
import { getEnvironment } from './find-environment.ts';

export interface Place {
  /** A deployed environment. */
  env?: string;
  /** Folder of a local farm. */
  dir?: string;
}

export interface OpenEnvironment {
  environment: Environment;
  ledger: Ledger;
  ssm: SSMClient;
  names: Names;
}

/** @throws CommandError `unreachable` when no farm is up, `refused` when the environment is not deployed */
export async function withEnvironment<T>(place: Place, use: (opened: OpenEnvironment) => Promise<T>): Promise<T> {
  const { client, ssm, environment } = place.env === undefined ? openLocal(place.dir) : openDeployed(place.env);
  // Neither the table's name nor a parameter's holds the account.
  const names = namesOf(environment, '');
  try {
    return await use({ environment, ledger: createDynamoLedger({ client, table: names.table }), ssm, names });
  } catch (error) {
    throw explain(error, environment.name, names.table);
  } finally {
    client.destroy();
    ssm.destroy();
  }
}

/** The ledger wraps what the SDK says, other calls do not. */
function explain(error: unknown, environment: string, table: string): unknown {
  const said = isFarmError(error) ? error.cause : error;
  if (said instanceof Error && said.name === 'ResourceNotFoundException')
    return new CommandError(EXIT.refused, `there is no table ${table}: is ${environment} deployed?`);
  return isFarmError(error) ? new CommandError(EXIT.unreachable, error.message) : error;
}

interface Clients {
  client: DynamoDBClient;
  ssm: SSMClient;
  environment: Environment;
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
  const environment = getEnvironment(farm.env);
  return { client: new DynamoDBClient(settings), ssm: new SSMClient(settings), environment };
}

function openDeployed(name: string): Clients {
  const environment = getEnvironment(name);
  const settings = { ...connection(), region: environment.region };
  return { client: new DynamoDBClient(settings), ssm: new SSMClient(settings), environment };
}
