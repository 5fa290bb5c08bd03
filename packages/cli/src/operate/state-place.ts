/** The state's bucket has to be there before Terraform is asked for anything. */
import { type Environment } from '@reelyard/environments';
import { CommandError, EXIT } from '../exit-code.ts';
import { getAccount, type OperatorClients } from './operator-clients.ts';
import { hasBucket } from './state-bucket.ts';

/** @throws CommandError that names the command to run first */
export async function checkStatePlace(environment: Environment, { s3, sts }: OperatorClients): Promise<void> {
  const { name, state, region } = environment;
  const account = await getAccount(sts, environment);
  if (state.kind === 'local' || (await hasBucket(s3, { bucket: state.bucket, region, account }))) return;
  throw new CommandError(
    EXIT.refused,
    `there is no bucket ${state.bucket} for the state of ${name}: run \`npm run bootstrap-state -- ${name}\` once`,
  );
}
