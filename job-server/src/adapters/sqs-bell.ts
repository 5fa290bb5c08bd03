/** The events queue as a bell: what rings is forgotten at once, because the ledger knows what there is to tell. */
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { FarmError } from '@reelyard/contracts';
import { type EventBell } from '../webhooks/event-bell.ts';

/** Of a long poll. */
const WAIT_SECONDS = 10;

export function createSqsBell(client: SQSClient, url: string): EventBell {
  return {
    async wait(signal) {
      try {
        const wanted = { QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: WAIT_SECONDS };
        const { Messages = [] } = await client.send(new ReceiveMessageCommand(wanted), { abortSignal: signal });
        if (Messages.length === 0) return false;
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        // One that stays rings again: that costs a look.
        await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries })).catch(() => undefined);
        return true;
      } catch (cause) {
        if (signal.aborted) return false;
        throw new FarmError('queue-unavailable', 'SQS did not answer', { cause });
      }
    },
  };
}
