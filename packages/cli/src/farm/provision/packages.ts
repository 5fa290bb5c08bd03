/** Agent bundle and engine package in the engine bucket, by digest, and the SSM parameters that make them the active ones. */
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { createReadStream, statSync } from 'node:fs';
import { type BuiltPackage } from '../../bundle/cache.ts';
import { type EnginePackage } from '../../bundle/engine-package.ts';
import { type ProvisionContext } from './context.ts';

export interface Packages {
  agent: BuiltPackage;
  engine: EnginePackage;
}

/** What the agents of this environment report as their version; tasks may ask for a newer one. */
export const agentVersion = 1;

export async function provisionPackages(
  context: ProvisionContext,
  packages: Packages,
  agentEnvironment: Record<string, string>,
): Promise<void> {
  const { agent, engine } = packages;
  const { name, version } = engine.manifest;
  const agentKey = `agents/${agent.sha256}.tar.gz`;
  const engineKey = `engines/${name}/${version}-${engine.sha256}.tar.gz`;
  await Promise.all([upload(context, agentKey, agent), upload(context, engineKey, engine)]);
  await putParameter(context, context.names.agentParameter, {
    key: agentKey,
    sha256: agent.sha256,
    version: agentVersion,
    environment: agentEnvironment,
  });
  await putParameter(context, context.names.engineParameter, { name, version, key: engineKey, sha256: engine.sha256 });
}

async function upload({ clients, names }: ProvisionContext, key: string, built: BuiltPackage): Promise<void> {
  const place = { Bucket: names.engineBucket, Key: key };
  try {
    await clients.s3.send(new HeadObjectCommand(place));
  } catch {
    const body = createReadStream(built.file);
    await clients.s3.send(
      new PutObjectCommand({
        ...place,
        Body: body,
        ContentLength: statSync(built.file).size,
        ContentType: 'application/gzip',
      }),
    );
  }
}

async function putParameter({ clients }: ProvisionContext, name: string, value: unknown): Promise<void> {
  await clients.ssm.send(
    new PutParameterCommand({ Name: name, Type: 'String', Value: JSON.stringify(value), Overwrite: true }),
  );
}
