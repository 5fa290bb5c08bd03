/** SSM Run Command behind the port. */
import {
  CancelCommandCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  type GetCommandInvocationCommandOutput,
  SendCommandCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { FarmError } from '@reelyard/contracts';
import { type CommandView } from '../core/decide-bootstrap.ts';
import { type Commands, type DocumentRef } from '../ports.ts';

/** Filter values that DescribeInstanceInformation takes at once. */
const ONLINE_BATCH = 50;

export function runCommands(client: SSMClient): Commands {
  return {
    findOnline: (instances) => ask(() => findOnline(client, instances)),
    send: (document, instances, parameters, timeoutSeconds) =>
      ask(() => send(client, document, instances, parameters, timeoutSeconds)),
    findResult: (commandId, instance) => ask(() => findResult(client, commandId, instance)),
    cancel: (commandId) =>
      ask(async () => {
        await client.send(new CancelCommandCommand({ CommandId: commandId }));
      }),
  };
}

async function findOnline(client: SSMClient, instances: readonly string[]): Promise<Set<string>> {
  const online = new Set<string>();
  for (let at = 0; at < instances.length; at += ONLINE_BATCH) {
    const Values = instances.slice(at, at + ONLINE_BATCH);
    const filter = { Filters: [{ Key: 'InstanceIds', Values }], MaxResults: ONLINE_BATCH };
    const found = await client.send(new DescribeInstanceInformationCommand(filter));
    for (const { InstanceId, PingStatus } of found.InstanceInformationList ?? [])
      if (InstanceId !== undefined && PingStatus === 'Online') online.add(InstanceId);
  }
  return online;
}

async function send(
  client: SSMClient,
  document: DocumentRef,
  instances: readonly string[],
  parameters: Readonly<Record<string, string>>,
  timeoutSeconds: number,
): Promise<string> {
  const sent = await client.send(
    new SendCommandCommand({
      DocumentName: document.name,
      ...(document.version === undefined ? {} : { DocumentVersion: document.version }),
      ...(document.hash === undefined ? {} : { DocumentHash: document.hash, DocumentHashType: 'Sha256' as const }),
      InstanceIds: [...instances],
      Parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]])),
      TimeoutSeconds: Math.max(30, timeoutSeconds),
    }),
  );
  if (sent.Command?.CommandId === undefined) throw new Error('the reply names no command');
  return sent.Command.CommandId;
}

async function findResult(client: SSMClient, commandId: string, instance: string): Promise<CommandView | undefined> {
  try {
    const found = await client.send(new GetCommandInvocationCommand({ CommandId: commandId, InstanceId: instance }));
    return toView(found);
  } catch (error) {
    if (error instanceof Error && error.name === 'InvocationDoesNotExist') return undefined;
    throw error;
  }
}

/** Status details are the finer word: `DeliveryTimedOut` and `Undeliverable` are not the document's fault. */
function toView(found: GetCommandInvocationCommandOutput): CommandView {
  const stderr = found.StandardErrorContent ?? '';
  const output = `${stderr === '' ? '' : `${stderr}\n`}${found.StandardOutputContent ?? ''}`;
  const code = found.ResponseCode;
  return {
    status: toStatus(found.Status ?? '', (found.StatusDetails ?? '').replaceAll(' ', '')),
    output,
    ...(code === undefined || code < 0 ? {} : { exitCode: code }),
  };
}

function toStatus(status: string, details: string): CommandView['status'] {
  if (['Undeliverable', 'DeliveryTimedOut', 'Terminated', 'InvalidPlatform'].includes(details)) return 'undeliverable';
  if (status === 'Success') return 'success';
  if (status === 'Failed') return 'failed';
  if (status === 'TimedOut') return 'timed-out';
  return status === 'Cancelled' ? 'canceled' : 'running';
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new FarmError('ssm-unavailable', `SSM: ${what}`, { cause: error });
  }
}
