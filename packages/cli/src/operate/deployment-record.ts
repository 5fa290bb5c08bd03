/** What is deployed, in the SSM parameter `/reelyard/<env>/deployment`: written after the last stack, read by every later look. */
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { z } from 'zod';

const record = z.object({
  /** Commit of the checkout, and whether the tree was that commit. */
  commit: z.string(),
  isDirty: z.boolean(),
  /** Digest of the job server's image. */
  image: z.string(),
  /** RFC 3339. */
  at: z.string(),
});

export type DeploymentRecord = z.output<typeof record>;

export function deploymentParameter(environment: string): string {
  return `/reelyard/${environment}/deployment`;
}

/** Undefined when nothing was deployed, or when the parameter is not ours to read as a record. */
export async function findDeployment(ssm: SSMClient, environment: string): Promise<DeploymentRecord | undefined> {
  try {
    const reply = await ssm.send(new GetParameterCommand({ Name: deploymentParameter(environment) }));
    return record.safeParse(JSON.parse(reply.Parameter?.Value ?? 'null')).data;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}

export async function putDeployment(ssm: SSMClient, environment: string, value: DeploymentRecord): Promise<void> {
  const Name = deploymentParameter(environment);
  await ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: JSON.stringify(value), Overwrite: true }));
}

export async function deleteDeployment(ssm: SSMClient, environment: string): Promise<void> {
  try {
    await ssm.send(new DeleteParameterCommand({ Name: deploymentParameter(environment) }));
  } catch (error) {
    if (!(error instanceof ParameterNotFound)) throw error;
  }
}
