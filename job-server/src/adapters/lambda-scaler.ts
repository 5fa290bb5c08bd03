/** Invokes the scaler's function as an event: Lambda takes it and runs it in its own time. */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { FarmError } from '@reelyard/contracts';
import { type ScalerDoor } from '../ports.ts';

export function createLambdaScaler(client: LambdaClient, functionName: string): ScalerDoor {
  const Payload = Buffer.from(JSON.stringify({ source: 'reelyard.job-server' }));
  return {
    async invoke() {
      try {
        await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }));
      } catch (cause) {
        throw new FarmError('capacity-unavailable', `Lambda did not take the call of ${functionName}`, { cause });
      }
    },
  };
}
