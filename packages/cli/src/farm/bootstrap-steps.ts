/** The `step=…` words that the bootstrap document has printed on each instance that boots. */
import { GetCommandInvocationCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Instance } from '@reelyard/contracts';

export async function readBootstrapSteps(
  ssm: SSMClient,
  instances: readonly Instance[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await Promise.all(
    instances.map(async (instance) => [instance.id, await stepsOf(ssm, instance)] as const),
  );
  return new Map(found);
}

async function stepsOf(ssm: SSMClient, { id, boot }: Instance): Promise<string[]> {
  if (boot.commandId === undefined) return [];
  try {
    const reply = await ssm.send(new GetCommandInvocationCommand({ CommandId: boot.commandId, InstanceId: id }));
    const output = `${reply.StandardOutputContent ?? ''}\n${reply.StandardErrorContent ?? ''}`;
    return [...output.matchAll(/^step=(.+)$/gm)].map((match) => (match[1] ?? '').trim());
  } catch {
    return [];
  }
}
