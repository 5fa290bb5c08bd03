/** The canary of a farm, called as its schedule calls it, and what it has reported. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type CanaryEnd } from '@reelyard/canary';
import { type Farm } from '@reelyard/cli';
import { readEmitted } from '../../observability/records.ts';

/** @throws Error with the function's own words when it failed */
export async function sing(farm: Farm, slot: string): Promise<CanaryEnd> {
  const { Payload, FunctionError } = await farm.clients.lambda.send(
    new InvokeCommand({ FunctionName: farm.names.canaryFunction, Payload: Buffer.from(JSON.stringify({ slot })) }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8')) as CanaryEnd & { errorMessage?: string };
  if (FunctionError !== undefined) throw new Error(answer.errorMessage);
  return answer;
}

/** Values of one of its metrics, oldest first. */
export function listSung(farm: Farm, name: string): number[] {
  return readEmitted(farm.dir)
    .filter(({ key }) => key === `canary/${name}`)
    .flatMap(({ values }) => [...values]);
}
