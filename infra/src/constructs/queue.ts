/** A queue: encrypted by SQS, TLS only, and with a dead-letter queue unless it is one. */
import { SqsQueue, type SqsQueueConfig } from '@cdktf/provider-aws/lib/sqs-queue/index.js';
import { Construct } from 'constructs';
import { queuePolicy } from '../policies/queue.ts';
import { renderPolicy, type Statement } from '../policies/statement.ts';

export interface QueueProps {
  name: string;
  arn: string;
  retentionDays: number;
  visibilitySeconds: number;
  /** A message received this often goes to the dead-letter queue. */
  deadLetter: { arn: string; afterReceives: number } | { isOneFor: readonly string[] };
  /** False on an AWS that does not keep which queues may use this one. */
  hasRedriveAllow: boolean;
  /** Beyond what roles allow by themselves. */
  grants?: readonly Statement[];
}

const day = 86_400;

export class Queue extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const queue = new SqsQueue(this, 'queue', {
      name: props.name,
      sqsManagedSseEnabled: true,
      policy: renderPolicy(queuePolicy(props.name, props.arn, props.grants ?? [])),
      messageRetentionSeconds: props.retentionDays * day,
      visibilityTimeoutSeconds: props.visibilitySeconds,
      // Long polls by default: an empty receive costs as much as a full one.
      receiveWaitTimeSeconds: 20,
      ...redrive(props),
    });
    this.arn = queue.arn;
  }
}

function redrive({ deadLetter, hasRedriveAllow }: QueueProps): Partial<SqsQueueConfig> {
  if ('isOneFor' in deadLetter) {
    if (!hasRedriveAllow) return {};
    const allow = { redrivePermission: 'byQueue', sourceQueueArns: deadLetter.isOneFor };
    return { redriveAllowPolicy: JSON.stringify(allow) };
  }
  const { arn, afterReceives } = deadLetter;
  const redrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: afterReceives });
  return { redrivePolicy };
}
