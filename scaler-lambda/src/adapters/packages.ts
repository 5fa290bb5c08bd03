/**
 * The two parameters that say what new machines install. They change a few times a week, so they are read once a minute; a read that fails leaves
 * what was known, because a rollout can wait.
 */
import { GetParametersCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Wanted } from '../core/index.ts';
import { type BootstrapParameters, type Packages } from '../ports.ts';

const KEEP_MS = 60_000;

export function ssmPackages(
  client: SSMClient,
  names: BootstrapParameters,
  { clock, log }: { clock: Clock; log: Logger },
): Packages {
  let known: Wanted = {};
  let readAt = -Infinity;
  return {
    async findWanted() {
      if (clock.monotonic() - readAt < KEEP_MS) return known;
      readAt = clock.monotonic();
      try {
        known = await read(client, names);
      } catch (error) {
        log.warn('packages.unreadable', { error });
      }
      return known;
    },
  };
}

async function read(client: SSMClient, { agentParameter, engineParameter }: BootstrapParameters): Promise<Wanted> {
  const found = await client.send(new GetParametersCommand({ Names: [agentParameter, engineParameter] }));
  const parameters = found.Parameters ?? [];
  const agent = valueOf(parameters.find(({ Name }) => Name === agentParameter));
  const engine = valueOf(parameters.find(({ Name }) => Name === engineParameter));
  const changes = parameters.flatMap(({ LastModifiedDate }) => LastModifiedDate?.getTime() ?? []);
  const { name, version } = engine;
  return {
    ...(typeof agent['version'] === 'number' ? { agentVersion: agent['version'] } : {}),
    ...(typeof name === 'string' && typeof version === 'string' ? { engine: { name, version } } : {}),
    ...(changes.length === 0 ? {} : { changedAt: Math.max(...changes) }),
  };
}

function valueOf(parameter: Parameter | undefined): Record<string, unknown> {
  try {
    const value = JSON.parse(parameter?.Value ?? '{}') as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
