/** EventBridge's default bus: rules with patterns, targets SQS and Lambda, PutEvents. Delivery is at once and not retried. */
import { randomUUID } from 'node:crypto';
import { AwsError, type Host, type ServiceFactory, type ServiceReply } from '../../service.ts';
import { deliver } from '../deliver.ts';
import { matchesPattern, parsePattern } from './pattern.ts';
import { RuleTable, type Rule, type Target } from './rule-table.ts';

type Body = Record<string, unknown>;
type Operation = (body: Body) => Promise<Body> | Body;

export const events: ServiceFactory = (host) => {
  const operations = ruleOperations(host, new RuleTable(host.store));
  return {
    names: ['events'],
    protocol: 'json-1.1',
    async handle(request): Promise<ServiceReply> {
      const operation = operations[request.action];
      if (!operation) throw new AwsError('UnknownOperationException', `events has no operation ${request.action}`);
      const body = request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as Body);
      const headers = { 'content-type': 'application/x-amz-json-1.1' };
      return { status: 200, headers, body: JSON.stringify(await operation(body)) };
    },
  };
};

function ruleOperations(host: Host, table: RuleTable): Record<string, Operation> {
  const get = (name: unknown): Rule => {
    const rule = table.find(String(name));
    if (!rule)
      throw new AwsError('ResourceNotFoundException', `Rule ${String(name)} does not exist on EventBus default.`);
    return rule;
  };
  const arnOf = (name: string): string => `arn:aws:events:${host.region}:${host.accountId}:rule/${name}`;
  const describe = (rule: Rule): Body => ({
    Name: rule.name,
    Arn: arnOf(rule.name),
    EventPattern: rule.pattern,
    State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
    EventBusName: 'default',
    ...(rule.description === undefined ? {} : { Description: rule.description }),
  });
  return {
    async PutRule(body) {
      const name = String(body['Name'] ?? '');
      await table.put(ruleOf(name, body, table.find(name)?.targets ?? []));
      return { RuleArn: arnOf(name) };
    },
    DescribeRule: (body) => describe(get(body['Name'])),
    ListRules: (body) => {
      const prefix = String(body['NamePrefix'] ?? '');
      return {
        Rules: table
          .list()
          .filter((rule) => rule.name.startsWith(prefix))
          .map(describe),
      };
    },
    async DeleteRule(body) {
      const rule = table.find(String(body['Name']));
      if (rule && rule.targets.length > 0)
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      if (rule) await table.delete(rule.name);
      return {};
    },
    async PutTargets(body) {
      const rule = get(body['Rule']);
      const added = (body['Targets'] as Target[] | undefined) ?? [];
      const kept = rule.targets.filter((target) => !added.some((other) => other.Id === target.Id));
      await table.put({ ...rule, targets: [...kept, ...added] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    async RemoveTargets(body) {
      const rule = get(body['Rule']);
      const ids = new Set(body['Ids'] as string[]);
      await table.put({ ...rule, targets: rule.targets.filter((target) => !ids.has(target.Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule: (body) => ({ Targets: get(body['Rule']).targets }),
    async PutEvents(body) {
      const entries = (body['Entries'] as Body[] | undefined) ?? [];
      const ids = await Promise.all(entries.map((entry) => publish(host, table, entry)));
      return { FailedEntryCount: 0, Entries: ids.map((EventId) => ({ EventId })) };
    },
  };
}

function ruleOf(name: string, body: Body, targets: Target[]): Rule {
  if (typeof body['EventPattern'] !== 'string')
    throw new AwsError(
      'ValidationException',
      'Parameter EventPattern is needed: schedules are emulated by the scheduler service.',
    );
  parsePattern(body['EventPattern']);
  return {
    name,
    pattern: body['EventPattern'],
    isEnabled: body['State'] !== 'DISABLED',
    ...(typeof body['Description'] === 'string' ? { description: body['Description'] } : {}),
    targets,
  };
}

async function publish(host: Host, table: RuleTable, entry: Body): Promise<string> {
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': String(entry['DetailType']),
    source: String(entry['Source']),
    account: host.accountId,
    time: new Date(host.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: host.region,
    resources: (entry['Resources'] as string[] | undefined) ?? [],
    detail: JSON.parse(String(entry['Detail'] ?? '{}')) as Body,
  };
  const rules = table.list().filter((rule) => rule.isEnabled && matchesPattern(parsePattern(rule.pattern), event));
  for (const target of rules.flatMap((rule) => rule.targets)) {
    const payload: unknown = target.Input === undefined ? event : JSON.parse(target.Input);
    await deliver(host, target.Arn, payload).catch((error: unknown) =>
      host.log('events.delivery-failed', { target: target.Arn, error: String(error) }),
    );
  }
  return event.id;
}
