/** CloudWatch Logs: groups with retention, streams, events put, read and filtered. Insights queries are not emulated. */
import { AwsError, type Host, type ServiceFactory, type ServiceReply } from '../../service.ts';
import { parseFilter } from './filter-pattern.ts';
import { type LogEvent, type LogGroup, LogTable } from './log-table.ts';

type Body = Record<string, unknown>;
type Operation = (body: Body) => Promise<Body> | Body;

/** The most events of one page, as AWS has it. */
const maxEvents = 10_000;
const expiryMs = 600_000;

export const logs: ServiceFactory = (host) => {
  const table = new LogTable(host.store);
  const operations: Record<string, Operation> = { ...groupOperations(host, table), ...eventOperations(host, table) };
  let timer: NodeJS.Timeout | undefined;
  return {
    names: ['logs'],
    protocol: 'json-1.1',
    async handle(request): Promise<ServiceReply> {
      const operation = operations[request.action];
      if (!operation) throw new AwsError('UnknownOperationException', `logs has no operation ${request.action}`);
      const body = request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as Body);
      const headers = { 'content-type': 'application/x-amz-json-1.1' };
      return { status: 200, headers, body: JSON.stringify(await operation(body)) };
    },
    start: () => {
      timer = setInterval(() => void table.expire(host.now()), expiryMs).unref();
      return Promise.resolve();
    },
    stop: () => {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
};

function groupOperations(host: Host, table: LogTable): Record<string, Operation> {
  const arnOf = (group: LogGroup): string => `arn:aws:logs:${host.region}:${host.accountId}:log-group:${group.name}`;
  return {
    async CreateLogGroup(body) {
      const name = textOf(body, 'logGroupName');
      if (table.findGroup(name)) throw alreadyThere('log group');
      await table.putGroup({ name, createdAt: host.now(), retentionDays: null });
      return {};
    },
    async DeleteLogGroup(body) {
      await table.deleteGroup(getGroup(table, body).name);
      return {};
    },
    async PutRetentionPolicy(body) {
      await table.putGroup({ ...getGroup(table, body), retentionDays: Number(body['retentionInDays']) });
      return {};
    },
    DescribeLogGroups: (body) => ({
      logGroups: table.listGroups(String(body['logGroupNamePrefix'] ?? '')).map((group) => ({
        logGroupName: group.name,
        creationTime: group.createdAt,
        arn: `${arnOf(group)}:*`,
        ...(group.retentionDays === null ? {} : { retentionInDays: group.retentionDays }),
      })),
    }),
    async CreateLogStream(body) {
      const group = getGroup(table, body).name;
      const name = textOf(body, 'logStreamName');
      if (hasStream(table, group, name)) throw alreadyThere('log stream');
      await table.putStream({ group, name, createdAt: host.now() });
      return {};
    },
    DescribeLogStreams: (body) => ({
      logStreams: table
        .listStreams(getGroup(table, body).name, String(body['logStreamNamePrefix'] ?? ''))
        .map((stream) => ({ logStreamName: stream.name, creationTime: stream.createdAt })),
    }),
  };
}

function eventOperations(host: Host, table: LogTable): Record<string, Operation> {
  return {
    async PutLogEvents(body) {
      const group = getGroup(table, body).name;
      const stream = textOf(body, 'logStreamName');
      if (!hasStream(table, group, stream)) throw missing('log stream');
      const events = body['logEvents'] as { timestamp: number; message: string }[];
      const ingestedAt = host.now();
      await table.append(events.map(({ timestamp, message }) => ({ group, stream, timestamp, ingestedAt, message })));
      return { nextSequenceToken: String(ingestedAt) };
    },
    FilterLogEvents: (body) => {
      const streams = (body['logStreamNames'] as string[] | undefined) ?? [];
      const { events, nextToken } = page(table, body, streams, parseFilter(String(body['filterPattern'] ?? '')));
      return { events: events.map(describeFiltered), ...(nextToken === undefined ? {} : { nextToken }) };
    },
    GetLogEvents: (body) => {
      const { events } = page(table, body, [textOf(body, 'logStreamName')], () => true);
      const last = events.at(-1);
      const token = last ? tokenOf(last) : String(body['nextToken'] ?? 'f/');
      return { events: events.map(describeEvent), nextForwardToken: token, nextBackwardToken: token };
    },
  };
}

interface Page {
  events: LogEvent[];
  nextToken?: string;
}

function page(table: LogTable, body: Body, streams: string[], matches: (message: string) => boolean): Page {
  const limit = Math.min(Number(body['limit'] ?? maxEvents), maxEvents);
  const events: LogEvent[] = [];
  const query = {
    group: getGroup(table, body).name,
    streams,
    from: Number(body['startTime'] ?? 0),
    to: Number(body['endTime'] ?? Number.MAX_SAFE_INTEGER),
    after: readToken(body['nextToken']),
  };
  for (const event of table.find(query)) {
    if (!matches(event.message)) continue;
    if (events.length === limit) return { events, nextToken: tokenOf(events[limit - 1] ?? event) };
    events.push(event);
  }
  return { events };
}

const tokenOf = (event: LogEvent): string => `f/${event.timestamp}/${event.id}`;

function readToken(token: unknown): { timestamp: number; id: number } | undefined {
  const match = typeof token === 'string' ? /^f\/(\d+)\/(\d+)$/.exec(token) : null;
  return match ? { timestamp: Number(match[1]), id: Number(match[2]) } : undefined;
}

const describeEvent = ({ timestamp, ingestedAt, message }: LogEvent): Body => ({
  timestamp,
  ingestionTime: ingestedAt,
  message,
});

const describeFiltered = (event: LogEvent): Body => ({
  ...describeEvent(event),
  logStreamName: event.stream,
  eventId: String(event.id),
});

function getGroup(table: LogTable, body: Body): LogGroup {
  const group = table.findGroup(textOf(body, 'logGroupName'));
  if (!group) throw missing('log group');
  return group;
}

const hasStream = (table: LogTable, group: string, name: string): boolean =>
  table.listStreams(group, name).some((stream) => stream.name === name);

function textOf(body: Body, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsError('InvalidParameterException', `${field} is needed`);
}

const missing = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `The specified ${what} does not exist.`);
const alreadyThere = (what: string): AwsError =>
  new AwsError('ResourceAlreadyExistsException', `The specified ${what} already exists`);
