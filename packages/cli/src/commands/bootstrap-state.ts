/** `reelyard bootstrap-state ENV`: the bucket that holds Terraform's state, once per environment, and again whenever its settings are in doubt. */
import { CommandError, EXIT } from '../exit-code.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { getAccount, withClients } from '../operate/operator-clients.ts';
import { putStateBucket } from '../operate/state-bucket.ts';
import { type Output } from '../output.ts';

export async function bootstrapState(name: string, output: Output): Promise<void> {
  const environment = getEnvironment(name);
  const { state, region } = environment;
  if (state.kind === 'local')
    throw new CommandError(EXIT.usage, `${name} keeps its state in local files: there is no bucket to make`);
  const { bucket } = state;
  const made = await withClients(region, async ({ s3, sts }) => {
    const account = await getAccount(sts, environment);
    return { account, isNew: await putStateBucket(s3, { bucket, region, account }) };
  });
  const words = made.isNew ? 'made' : 'was there; its settings are as they should be';
  output.result(
    { environment: name, bucket, region, ...made },
    `bucket ${bucket} in ${region}, account ${made.account}: ${words}`,
  );
}
