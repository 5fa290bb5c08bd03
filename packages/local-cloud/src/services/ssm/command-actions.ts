/** Run Command's actions: send, list, get, cancel. */
import { type Compute } from '../../instances/compute.ts';
import { AwsError, type Host } from '../../service.ts';
import { type Agents, matchesTag } from './agents.ts';
import { type Command, describeCommand, describeInvocation, describeOne, type Invocation } from './command.ts';
import { type Commands } from './commands.ts';
import { bindParameters, renderScripts } from './document-content.ts';
import { type Documents } from './documents.ts';
import { findInteger, findString, getString, isObject, type Json, objects, pageOf, strings } from './json.ts';

/** SendCommand takes at most 50 instance ids (API reference). */
const MAX_IDS = 50;
const DEFAULT_DELIVERY_SECONDS = 3600;

export interface CommandParts {
  host: Host;
  compute: Compute;
  agents: Agents;
  documents: Documents;
  commands: Commands;
}

export function commandActions(parts: CommandParts): Record<string, (json: Json) => Json | Promise<Json>> {
  const { commands } = parts;
  return {
    SendCommand: (json) => send(json, parts),
    CancelCommand: async (json) => {
      await commands.cancel(getCommand(commands, json), strings(json['InstanceIds']));
      return {};
    },
    ListCommands: (json) => {
      const instance = findString(json, 'InstanceId');
      const id = findString(json, 'CommandId');
      const found = commands.table
        .list()
        .filter(
          (each) =>
            (id === undefined || each.id === id) && (instance === undefined || each.instances.includes(instance)),
        )
        .filter((each) => passes(json, { status: each.status, document: each.document, at: each.requestedAt }));
      const { page, ...next } = pageOf(found, json, 50);
      return { Commands: page.map((each) => describeCommand(each, commands.table.invocationsOf(each.id))), ...next };
    },
    ListCommandInvocations: (json) => {
      const instance = findString(json, 'InstanceId');
      const id = findString(json, 'CommandId');
      const found = commands.table
        .invocations()
        .filter(
          (each) => (id === undefined || each.command === id) && (instance === undefined || each.instance === instance),
        )
        .flatMap((each) => pair(commands, each))
        .filter(({ command, invocation }) =>
          passes(json, { status: invocation.status, document: command.document, at: command.requestedAt }),
        );
      const { page, ...next } = pageOf(found, json, 50);
      const withDetails = json['Details'] === true;
      return {
        CommandInvocations: page.map(({ command, invocation }) => describeInvocation(command, invocation, withDetails)),
        ...next,
      };
    },
    GetCommandInvocation: (json) => {
      const command = commands.table.find(getString(json, 'CommandId'));
      const invocation =
        command && commands.table.invocationsOf(command.id).find((each) => each.instance === json['InstanceId']);
      if (!command || !invocation) throw new AwsError('InvocationDoesNotExist', '');
      const plugin = findString(json, 'PluginName');
      const step = plugin === undefined ? invocation.steps[0] : invocation.steps.find((each) => each.name === plugin);
      const isUnclear =
        plugin === undefined ? command.scripts.length > 1 : !command.scripts.some(({ name }) => name === plugin);
      if (isUnclear) throw new AwsError('InvalidPluginName', 'The plugin name is not valid.');
      return describeOne(command, invocation, step);
    },
  };
}

async function send(json: Json, { host, compute, agents, documents, commands }: CommandParts): Promise<Json> {
  const document = documents.get(getString(json, 'DocumentName'));
  const version = documents.getVersion(document, findString(json, 'DocumentVersion'));
  const hash = findString(json, 'DocumentHash');
  if (hash !== undefined && hash !== version.hash)
    throw new AwsError('InvalidDocument', 'The document hash does not match the hash of the document version.');
  const parameters = bindParameters(version.parsed, isObject(json['Parameters']) ? json['Parameters'] : {});
  const ids = strings(json['InstanceIds']);
  if (ids.length > MAX_IDS)
    throw new AwsError(
      'ValidationException',
      `Value at 'instanceIds' failed to satisfy constraint: Member must have length less than or equal to ${MAX_IDS}`,
    );
  const targets = objects(json['Targets']);
  if (ids.length === 0 && targets.length === 0)
    throw new AwsError('InvalidInstanceId', 'Either InstanceIds or Targets must be specified.');
  const bad = ids.filter((id) => {
    const instance = compute.find(id);
    return instance?.state !== 'running' || agents.pingOf(instance) === undefined;
  });
  if (bad.length > 0)
    throw new AwsError(
      'InvalidInstanceId',
      `Instances [[${bad.join(', ')}]] not in a valid state for account ${host.accountId}`,
    );
  const now = host.now();
  const timeoutSeconds = findInteger(json, 'TimeoutSeconds') ?? DEFAULT_DELIVERY_SECONDS;
  if (timeoutSeconds < 30 || timeoutSeconds > 2_592_000)
    throw new AwsError(
      'ValidationException',
      "Value at 'timeoutSeconds' failed to satisfy constraint: Member must be between 30 and 2592000",
    );
  const command = await commands.send({
    document: document.name,
    documentVersion: findString(json, 'DocumentVersion') ?? '$DEFAULT',
    comment: findString(json, 'Comment') ?? '',
    parameters,
    scripts: renderScripts(version.parsed, parameters),
    instances: ids.length > 0 ? ids : findTargets(targets, compute, agents),
    targets,
    requestedAt: now,
    expiresAt: now + timeoutSeconds * 1000,
    timeoutSeconds,
  });
  return { Command: describeCommand(command, commands.table.invocationsOf(command.id)) };
}

/** Targets that nothing matches make a command without invocations, as in AWS. */
function findTargets(targets: readonly Json[], compute: Compute, agents: Agents): string[] {
  return compute
    .list()
    .filter((instance) => instance.state === 'running' && agents.pingOf(instance) !== undefined)
    .filter((instance) =>
      targets.every((target) => {
        const values = strings(target['Values']);
        const key = findString(target, 'Key') ?? '';
        return key === 'InstanceIds' ? values.includes(instance.id) : matchesTag(instance, key, values);
      }),
    )
    .map(({ id }) => id);
}

function getCommand(commands: Commands, json: Json): Command {
  const command = commands.table.find(getString(json, 'CommandId'));
  if (!command) throw new AwsError('InvalidCommandId', 'The specified command ID is not valid.');
  return command;
}

function pair(commands: Commands, invocation: Invocation): { command: Command; invocation: Invocation }[] {
  const command = commands.table.find(invocation.command);
  return command ? [{ command, invocation }] : [];
}

function passes(json: Json, it: { status: string; document: string; at: number }): boolean {
  return objects(json['Filters']).every((filter) => {
    const value = findString(filter, 'value') ?? '';
    if (filter['key'] === 'Status') return it.status === value;
    if (filter['key'] === 'DocumentName') return it.document === value;
    if (filter['key'] === 'InvokedAfter') return it.at >= Date.parse(value);
    return filter['key'] !== 'InvokedBefore' || it.at < Date.parse(value);
  });
}
