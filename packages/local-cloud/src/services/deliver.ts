/** An event on its way to the ARN of a target. Queues and functions are the targets that the farm uses. */
import { AwsError, type Host } from '../service.ts';

export async function deliver(host: Host, arn: string, payload: unknown): Promise<void> {
  const [, , service, , account, ...rest] = arn.split(':');
  if (service === 'sqs') {
    const queueUrl = `${host.endpoint()}/${account ?? ''}/${rest[0] ?? ''}`;
    await host.call('sqs', 'SendMessage', { QueueUrl: queueUrl, MessageBody: JSON.stringify(payload) });
  } else if (service === 'lambda') {
    await host.call('lambda', 'Invoke', { FunctionName: arn, Payload: payload });
  } else {
    throw new AwsError('ValidationException', `targets of ${service ?? arn} are not emulated`);
  }
}
