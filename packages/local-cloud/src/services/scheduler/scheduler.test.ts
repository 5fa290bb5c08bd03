import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '../../server/test-server.ts';
import { sqs } from '../sqs/sqs.ts';
import { scheduler } from './index.ts';

const due = Date.UTC(2026, 0, 1);
/** Stands still where a timer that rang a little early finds it. */
const cloud = serve([sqs, scheduler], () => due - 2);

it('a schedule fires once at its instant, also when the timer rings before the clock says so', async () => {
  const { QueueUrl } = await cloud().host.call('sqs', 'CreateQueue', { QueueName: 'ticks' });
  const target = { Arn: 'arn:aws:sqs:us-east-1:000000000000:ticks', RoleArn: 'arn:aws:iam::000000000000:role/ticks' };
  const reply = await fetch(`${cloud().endpoint}/schedules/tick`, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA1/20260101/us-east-1/scheduler/aws4_request' },
    body: JSON.stringify({ ScheduleExpression: 'at(2026-01-01T00:00:00)', Target: target }),
  });
  expect(reply.status).toBe(200);
  const receive = async () =>
    (await cloud().host.call('sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }))['Messages'];
  expect(await receive()).toHaveLength(1);
  await pause(100);
  const { Attributes } = await cloud().host.call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0' });
});
