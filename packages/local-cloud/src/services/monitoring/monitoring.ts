/**
 * CloudWatch metrics as clients see them: JSON 1.0, or Smithy's rpc-v2-cbor, which puts the operation into the path.
 */
import { AwsError, type Host, type Service, type ServiceReply, type ServiceRequest } from '../../service.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { asFields, type Fields } from './fields.ts';
import { Metrics } from './metrics.ts';
import { parseMetricData } from './put-metric-data.ts';
import { getMetricData, getMetricStatistics, listMetrics } from './read-metrics.ts';

type Action = (fields: Fields) => Promise<Fields>;

export function monitoring(host: Host): Service {
  const metrics = new Metrics(host.store, host.now());
  /** What is told must be on disk. */
  const read =
    (action: (metrics: Metrics, fields: Fields) => Fields): Action =>
    async (fields) => {
      const reply = action(metrics, fields);
      await host.store.settled();
      return reply;
    };
  const actions: Record<string, Action> = {
    PutMetricData: async (fields) => {
      const measurements = parseMetricData(fields, host.now());
      await host.store.write(() => {
        for (const { metric, samples } of measurements) metrics.add(metric, samples);
      });
      return {};
    },
    GetMetricStatistics: read(getMetricStatistics),
    GetMetricData: read(getMetricData),
    ListMetrics: read(listMetrics),
  };
  return {
    names: ['monitoring'],
    protocol: 'json-1.0',
    handle: (request) => (isCbor(request) ? answerCbor(actions, request) : answerJson(actions, request)),
  };
}

function isCbor({ headers }: ServiceRequest): boolean {
  return headers['smithy-protocol'] === 'rpc-v2-cbor';
}

async function answerJson(
  actions: Record<string, Action>,
  { action, body, requestId }: ServiceRequest,
): Promise<ServiceReply> {
  const reply = await getAction(actions, action)(asFields(parseJson(body), 'request'));
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId };
  return { status: 200, headers, body: JSON.stringify(reply) };
}

/** Errors, too, must be CBOR, which the server cannot know. */
async function answerCbor(
  actions: Record<string, Action>,
  { path, body, requestId }: ServiceRequest,
): Promise<ServiceReply> {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  };
  try {
    const action = getAction(actions, path.slice(path.lastIndexOf('/') + 1));
    const reply = await action(body.length === 0 ? {} : asFields(decodeCbor(body), 'request'));
    return { status: 200, headers, body: encodeCbor(reply) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const fault = error.status < 500 ? 'Sender' : 'Receiver';
    const document = { __type: `com.amazonaws.cloudwatch#${error.code}`, message: error.message };
    const queryError = { 'x-amzn-query-error': `${error.code};${fault}` };
    return { status: error.status, headers: { ...headers, ...queryError }, body: encodeCbor(document) };
  }
}

function getAction(actions: Record<string, Action>, name: string): Action {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new AwsError('UnknownOperationException', `CloudWatch has no action ${name} here.`);
  return action;
}

function parseJson(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON.');
  }
}
