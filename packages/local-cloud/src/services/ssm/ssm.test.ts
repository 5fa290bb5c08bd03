import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CancelCommandCommand,
  CreateDocumentCommand,
  DeleteParameterCommand,
  DescribeDocumentCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  type GetCommandInvocationCommandOutput,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  PutParameterCommand,
  SendCommandCommand,
  type SendCommandCommandInput,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { computeOf } from '../../instances/compute.ts';
import { anInstance, type TestCloud, until, withCloud } from '../../instances/test-cloud.ts';

let cloud: TestCloud;

withCloud((made) => {
  cloud = made;
});

async function anOnlineInstance(): Promise<string> {
  const id = await anInstance(cloud);
  await until('its agent is online', async () => {
    const { InstanceInformationList = [] } = await cloud.ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'InstanceIds', Values: [id] }] }),
    );
    return InstanceInformationList[0]?.PingStatus === 'Online';
  });
  return id;
}

function aDocument(
  steps: { name: string; run: string[]; inputs?: Record<string, string> }[],
  extra: object = {},
): string {
  return JSON.stringify({
    schemaVersion: '2.2',
    description: 'Bootstrap',
    parameters: {
      version: { type: 'String', allowedPattern: '[0-9]+\\.[0-9]+', default: '1.0' },
      words: { type: 'StringList', default: [] },
    },
    ...extra,
    mainSteps: steps.map(({ name, run, inputs }) => ({
      action: 'aws:runShellScript',
      name,
      precondition: { StringEquals: ['platformType', 'Linux'] },
      inputs: { timeoutSeconds: '60', runCommand: run, ...inputs },
    })),
  });
}

function create(Content: string): Promise<unknown> {
  return cloud.ssm.send(
    new CreateDocumentCommand({ Name: 'Bootstrap', Content, DocumentType: 'Command', DocumentFormat: 'JSON' }),
  );
}

async function send(id: string, input: Partial<SendCommandCommandInput> = {}): Promise<string> {
  const { Command } = await cloud.ssm.send(
    new SendCommandCommand({ DocumentName: 'Bootstrap', InstanceIds: [id], ...input }),
  );
  return Command?.CommandId ?? '';
}

async function result(
  CommandId: string,
  InstanceId: string,
  PluginName?: string,
): Promise<GetCommandInvocationCommandOutput> {
  return until('the command is over', async () => {
    const input = { CommandId, InstanceId, ...(PluginName === undefined ? {} : { PluginName }) };
    const it = await cloud.ssm.send(new GetCommandInvocationCommand(input));
    return ['Pending', 'InProgress'].includes(it.Status ?? '') ? undefined : it;
  });
}

describe('a command', () => {
  it('runs the shell steps with its parameters and reports the exit code', async () => {
    const id = await anOnlineInstance();
    await create(aDocument([{ name: 'install', run: ['echo "version {{ version }}"', 'echo oops >&2', 'exit 10'] }]));
    const command = await send(id, { Parameters: { version: ['2.5'] } });
    expect(await result(command, id)).toMatchObject({
      Status: 'Failed',
      StatusDetails: 'Failed',
      ResponseCode: 10,
      StandardOutputContent: 'version 2.5\n',
      StandardErrorContent: 'oops\nfailed to run commands: exit status 10',
    });
    const { Commands = [] } = await cloud.ssm.send(new ListCommandsCommand({ CommandId: command }));
    expect(Commands[0]).toMatchObject({ Status: 'Failed', TargetCount: 1, CompletedCount: 1, ErrorCount: 1 });
    const heard = cloud.detailsOf('EC2 Command Invocation Status-change Notification').map((each) => each['status']);
    expect(heard).toEqual(['Pending', 'InProgress', 'Failed']);
    expect(cloud.detailsOf('EC2 Command Status-change Notification').at(-1)).toMatchObject({
      'command-id': command,
      'document-name': 'Bootstrap',
      status: 'Failed',
    });
  });

  it('stops at a failed step that says exit, and goes on after one that does not', async () => {
    const id = await anOnlineInstance();
    await create(
      aDocument([
        { name: 'one', run: ['exit 3'] },
        { name: 'two', run: ['echo two; exit 20'], inputs: { onFailure: 'exit' } },
        { name: 'three', run: ['echo three'] },
      ]),
    );
    const command = await send(id);
    expect(await result(command, id, 'two')).toMatchObject({
      Status: 'Failed',
      ResponseCode: 20,
      StandardOutputContent: 'two\n',
    });
    const { CommandInvocations = [] } = await cloud.ssm.send(
      new ListCommandInvocationsCommand({ CommandId: command, Details: true }),
    );
    expect(CommandInvocations[0]?.CommandPlugins?.map((step) => [step.Name, step.ResponseCode, step.Output])).toEqual([
      ['one', 3, '\n----------ERROR-------\nfailed to run commands: exit status 3'],
      ['two', 20, 'two\n\n----------ERROR-------\nfailed to run commands: exit status 20'],
      ['three', 0, ''],
    ]);
  });

  it('shows as much output as AWS shows', async () => {
    const id = await anOnlineInstance();
    await create(aDocument([{ name: 'loud', run: ["head -c 30000 /dev/zero | tr '\\0' x"] }]));
    const command = await send(id);
    expect((await result(command, id)).StandardOutputContent).toHaveLength(24_000);
    const { CommandInvocations = [] } = await cloud.ssm.send(
      new ListCommandInvocationsCommand({ CommandId: command, Details: true }),
    );
    expect(CommandInvocations[0]?.CommandPlugins?.[0]?.Output).toHaveLength(2_500);
  });

  it('is ended by its time-out and by a cancel', async () => {
    const id = await anOnlineInstance();
    await create(aDocument([{ name: 'slow', run: ['echo begun', 'sleep 600'], inputs: { timeoutSeconds: '30' } }]));
    const begun = (command: string): Promise<unknown> => {
      const stdout = join(computeOf(cloud.host).folderOf(id), 'var/lib/amazon/ssm', command, 'slow/stdout');
      return until('it runs', () => existsSync(stdout) && readFileSync(stdout, 'utf8') === 'begun\n');
    };
    const first = await send(id);
    await begun(first);
    cloud.advance(31_000);
    expect(await result(first, id)).toMatchObject({
      Status: 'TimedOut',
      StatusDetails: 'ExecutionTimedOut',
      ResponseCode: -1,
    });
    const second = await send(id);
    await begun(second);
    await cloud.ssm.send(new CancelCommandCommand({ CommandId: second }));
    expect(await result(second, id)).toMatchObject({ Status: 'Cancelled', StandardOutputContent: 'begun\n' });
    await until('nothing runs', () => computeOf(cloud.host).findMachine(id)?.processes().length === 0);
  });

  it('waits for an agent that lost its connection, and not for ever', async () => {
    const id = await anOnlineInstance();
    await create(aDocument([{ name: 'probe', run: ['echo here'] }]));
    await cloud.control('POST', '/_local/ssm', { offline: id });
    const first = await send(id, { TimeoutSeconds: 60 });
    cloud.advance(61_000);
    expect(await result(first, id)).toMatchObject({ Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut' });
    const second = await send(id, { TimeoutSeconds: 60 });
    await cloud.control('POST', '/_local/ssm', { online: true });
    expect(await result(second, id)).toMatchObject({ Status: 'Success', StandardOutputContent: 'here\n' });
  });

  it('finds instances by tag, and refuses those that it does not know', async () => {
    const id = await anOnlineInstance();
    await create(aDocument([{ name: 'probe', run: ['echo here'] }]));
    const { Command } = await cloud.ssm.send(
      new SendCommandCommand({ DocumentName: 'Bootstrap', Targets: [{ Key: 'tag:role', Values: ['agent'] }] }),
    );
    expect((await result(Command?.CommandId ?? '', id)).Status).toBe('Success');
    await expect(send('i-00000000000000000')).rejects.toMatchObject({ name: 'InvalidInstanceId' });
  });

  it('refuses parameters that the document does not allow', async () => {
    const id = await anOnlineInstance();
    await create(aDocument([{ name: 'probe', run: ['echo {{ version }}'] }]));
    for (const Parameters of [{ version: ['1.0; rm -rf /'] }, { nobody: ['1'] }])
      await expect(send(id, { Parameters })).rejects.toMatchObject({ name: 'InvalidParameters' });
  });
});

describe('a document', () => {
  it('keeps its versions, and a command may pin one by number and hash', async () => {
    const id = await anOnlineInstance();
    await create(aDocument([{ name: 'say', run: ['echo one'] }]));
    const Content = aDocument([{ name: 'say', run: ['echo two'] }]);
    const { DocumentDescription } = await cloud.ssm.send(
      new UpdateDocumentCommand({ Name: 'Bootstrap', Content, DocumentVersion: '$LATEST' }),
    );
    expect(DocumentDescription).toMatchObject({
      DocumentVersion: '2',
      LatestVersion: '2',
      DefaultVersion: '1',
      HashType: 'Sha256',
    });
    expect((await result(await send(id), id)).StandardOutputContent).toBe('one\n');
    const pinned = {
      DocumentVersion: '2',
      DocumentHash: DocumentDescription?.Hash,
      DocumentHashType: 'Sha256' as const,
    };
    expect((await result(await send(id, pinned), id)).StandardOutputContent).toBe('two\n');
    await expect(send(id, { ...pinned, DocumentVersion: '1' })).rejects.toMatchObject({ name: 'InvalidDocument' });
    await cloud.ssm.send(new UpdateDocumentDefaultVersionCommand({ Name: 'Bootstrap', DocumentVersion: '2' }));
    const { Document } = await cloud.ssm.send(new DescribeDocumentCommand({ Name: 'Bootstrap' }));
    expect(Document).toMatchObject({ DefaultVersion: '2', PlatformTypes: ['Linux'], SchemaVersion: '2.2' });
  });
});

describe('a parameter', () => {
  it('has versions, can be read by path, and is secret when it says so', async () => {
    const put = (Name: string, Value: string, Overwrite = false) =>
      cloud.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite }));
    await put('/reel/engines/reel', 'one');
    await expect(put('/reel/engines/reel', 'two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect((await put('/reel/engines/reel', 'two', true)).Version).toBe(2);
    await put('/reel/key', 'k');
    const get = async (Name: string, WithDecryption: boolean) =>
      (await cloud.ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter?.Value;
    expect(await get('/reel/engines/reel', true)).toBe('two');
    expect(await get('/reel/engines/reel:1', true)).toBe('one');
    expect(await get('/reel/engines/reel', false)).not.toContain('two');
    const byPath = await cloud.ssm.send(
      new GetParametersByPathCommand({ Path: '/reel', Recursive: true, WithDecryption: true }),
    );
    expect(byPath.Parameters?.map((each) => each.Value)).toEqual(['two', 'k']);
    const many = await cloud.ssm.send(
      new GetParametersCommand({ Names: ['/reel/key', '/none'], WithDecryption: true }),
    );
    expect([many.Parameters?.length, many.InvalidParameters]).toEqual([1, ['/none']]);
    await cloud.ssm.send(new DeleteParameterCommand({ Name: '/reel/key' }));
    await expect(get('/reel/key', true)).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });
});
