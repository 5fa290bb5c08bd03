/** A topic under our key, with the mail addresses that hear it. */
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy/index.js';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js';
import { Construct } from 'constructs';
import { type Policy, renderPolicy } from '../policies/statement.ts';

export interface TopicProps {
  name: string;
  keyArn: string;
  policy: Policy;
  /** Each confirms once, by a mail that SNS sends. */
  mails: readonly string[];
}

export class Topic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, keyArn, policy, mails }: TopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, 'topic', { name, kmsMasterKeyId: keyArn });
    new SnsTopicPolicy(this, 'policy', { arn: topic.arn, policy: renderPolicy(policy) });
    for (const [at, endpoint] of mails.entries())
      new SnsTopicSubscription(this, `mail-${at}`, { topicArn: topic.arn, protocol: 'email', endpoint });
    this.arn = topic.arn;
  }
}
