/**
 * The `step=…` words that the bootstrap document has printed on each instance that boots. Run Command tells its output only at the
 * end; on a farm of our own the loopback's control door tells it while the step runs.
 */
import { GetCommandInvocationCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Instance } from '@reelyard/contracts';

export interface BootstrapOutput {
  ssm: SSMClient;
  /** Of the loopback AWS. */
  endpoint: string;
}

export async function readBootstrapSteps(
  from: BootstrapOutput,
  instances: readonly Instance[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await Promise.all(
    instances.map(async (instance) => [instance.id, await stepsOf(from, instance)] as const),
  );
  return new Map(found);
}

async function stepsOf(from: BootstrapOutput, { id, boot }: Instance): Promise<string[]> {
  if (boot.commandId === undefined) return [];
  const output = (await readSoFar(from, boot.commandId, id)) || (await readWhole(from, boot.commandId, id));
  return [...output.matchAll(/^step=(\S+).*$/gm)].map((match) => match[1] ?? '');
}

async function readSoFar({ endpoint }: BootstrapOutput, command: string, instance: string): Promise<string> {
  try {
    const response = await fetch(`${endpoint}/_local/ssm/output/${command}/${instance}`);
    return ((await response.json()) as { stdout?: string }).stdout ?? '';
  } catch {
    return '';
  }
}

async function readWhole({ ssm }: BootstrapOutput, command: string, instance: string): Promise<string> {
  try {
    const reply = await ssm.send(new GetCommandInvocationCommand({ CommandId: command, InstanceId: instance }));
    return reply.StandardOutputContent ?? '';
  } catch {
    return '';
  }
}
