/** The API key from its SecureString parameter: read at the cold start, and again when the farm refuses the one that is known. */
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { FarmError } from '@reelyard/contracts';
import { Secret } from '@reelyard/runtime';

export interface KeyRing {
  /** @throws FarmError `config-invalid` that names the command which makes the key */
  get(): Promise<Secret>;
  /** A key that was rotated meanwhile, or undefined while there is no other. */
  renew(): Promise<Secret | undefined>;
}

export function parameterKeyRing(ssm: SSMClient, place: { env: string; parameter: string }): KeyRing {
  let known: Secret | undefined;
  const get = async (): Promise<Secret> => (known ??= await read(ssm, place));
  return {
    get,
    renew: async () => {
      const before = (await get()).reveal();
      known = await read(ssm, place);
      return known.reveal() === before ? undefined : known;
    },
  };
}

async function read(ssm: SSMClient, { env, parameter }: { env: string; parameter: string }): Promise<Secret> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    return new Secret(Parameter?.Value ?? '');
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ParameterNotFound') throw error;
    const command = `npm run reelyard -- keys create --for canary --env ${env}`;
    throw new FarmError('config-invalid', `the canary has no API key in ${parameter}; make it by \`${command}\``);
  }
}
