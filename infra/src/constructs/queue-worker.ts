/** A function that works on a queue; a message that fails comes back by itself, the others of its batch are done. */
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping/index.js';
import { Construct } from 'constructs';

const batchSize = 10;
/** Each may drive several bootstraps at once; more would only meet each other at the same rows. */
const workers = 4;

export class QueueWorker extends Construct {
  constructor(scope: Construct, id: string, { functionName, queueArn }: { functionName: string; queueArn: string }) {
    super(scope, id);
    new LambdaEventSourceMapping(this, 'mapping', {
      functionName,
      eventSourceArn: queueArn,
      batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: workers },
    });
  }
}
