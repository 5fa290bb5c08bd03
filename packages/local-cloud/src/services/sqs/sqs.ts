/** SQS as clients see it: the actions of its JSON protocol. */
import { AwsError, type Host, type Service, type ServiceReply, type ServiceRequest } from '../../service.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './acknowledge.ts';
import { parseFields, type Fields } from './fields.ts';
import * as manage from './manage.ts';
import { MoveTasks } from './move-tasks.ts';
import { Queues } from './queues.ts';
import { receiveMessage } from './receive.ts';
import { sendMessage, sendMessageBatch } from './send.ts';

type Action = (queues: Queues, fields: Fields, request: ServiceRequest) => Promise<Record<string, unknown>>;

const actions: Record<string, Action> = {
  CreateQueue: manage.createQueue,
  GetQueueUrl: manage.getQueueUrl,
  ListQueues: manage.listQueues,
  DeleteQueue: manage.deleteQueue,
  PurgeQueue: manage.purgeQueue,
  GetQueueAttributes: manage.getQueueAttributes,
  SetQueueAttributes: manage.setQueueAttributes,
  TagQueue: manage.tagQueue,
  UntagQueue: manage.untagQueue,
  ListQueueTags: manage.listQueueTags,
  ListDeadLetterSourceQueues: manage.listDeadLetterSourceQueues,
  SendMessage: (queues, fields, { accessKeyId }) => sendMessage(queues, fields, accessKeyId),
  SendMessageBatch: (queues, fields, { accessKeyId }) => sendMessageBatch(queues, fields, accessKeyId),
  ReceiveMessage: (queues, fields, { signal }) => receiveMessage(queues, fields, signal),
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
};

export function sqs(host: Host): Service {
  const queues = new Queues(host);
  const moves = new MoveTasks(queues);
  const all: Record<string, Action> = {
    ...actions,
    StartMessageMoveTask: (_, fields) => moves.begin(fields),
    ListMessageMoveTasks: (_, fields) => moves.list(fields),
    CancelMessageMoveTask: (_, fields) => moves.cancel(fields),
  };
  return {
    names: ['sqs'],
    protocol: 'json-1.0',
    handle: (request) => answer(queues, all, request),
    start: async () => moves.resume(),
    stop: async () => {
      moves.stop();
      for (const queue of queues.list()) queue.close();
    },
  };
}

async function answer(queues: Queues, all: Record<string, Action>, request: ServiceRequest): Promise<ServiceReply> {
  const action = Object.hasOwn(all, request.action) ? all[request.action] : undefined;
  if (!action) throw new AwsError('UnknownOperationException', `SQS has no action ${request.action} here.`);
  const reply = await action(queues, parseFields(request.body), request);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': request.requestId };
  return { status: 200, headers, body: JSON.stringify(reply) };
}
