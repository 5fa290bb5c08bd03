/** URLs of the doorbells as SQS tells them: the SDK calls the host that a queue's URL names. */
import { DataAwsSqsQueue } from '@cdktf/provider-aws/lib/data-aws-sqs-queue/index.js';
import { LANES, type Lane } from '@reelyard/contracts';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { type QueueUrls } from '../service-environment.ts';

export class FarmQueues extends Construct {
  readonly urls: QueueUrls;

  constructor(scope: Construct, id: string, { names }: { names: Names }) {
    super(scope, id);
    const urlOf = (use: string, name: string): string => new DataAwsSqsQueue(this, use, { name }).url;
    const lanes = LANES.map((lane) => [lane, urlOf(lane, names.laneQueues[lane])]);
    this.urls = {
      lanes: Object.fromEntries(lanes) as Record<Lane, string>,
      events: urlOf('events', names.eventsQueue),
    };
  }
}
