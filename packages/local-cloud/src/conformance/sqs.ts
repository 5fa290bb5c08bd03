/**
 * What the farm needs of SQS, stated with the real SDK against any endpoint. Every case has a queue of its own. The SDK
 * itself checks the MD5 of each body, so a wrong digest fails any case.
 */
import { afterAll, describe } from '@jest/globals';
import { type KnownDifferences } from './case-runner.ts';
import { describeBatches } from './sqs/batches.ts';
import { describeDeadLetters } from './sqs/dead-letters.ts';
import { createSqsFixture } from './sqs/fixture.ts';
import { describeMessages } from './sqs/messages.ts';
import { describeQueues } from './sqs/queues.ts';
import { describeReceivers } from './sqs/receivers.ts';

export function describeSqs(name: string, getEndpoint: () => string, differences?: KnownDifferences): void {
  const fixture = createSqsFixture(getEndpoint, differences);

  describe(`SQS on ${name}`, () => {
    afterAll(() => fixture.client.destroy());

    describeQueues(fixture);
    describeMessages(fixture);
    describeReceivers(fixture);
    describeBatches(fixture);
    describeDeadLetters(fixture);
  });
}
