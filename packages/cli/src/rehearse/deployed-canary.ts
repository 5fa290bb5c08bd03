/**
 * The canary that was deployed, at work: told where the API is, given a key as an operator gives it one, and called until it has sung. It finds the
 * farm asleep first, and skips; then somebody's job wakes a machine, and it gets a video of its own.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, InvokeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { type CanaryEnd } from '@reelyard/canary';
import { type Names } from '@reelyard/infra';
import { createDynamoLedger } from '@reelyard/ledger';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandError, EXIT } from '../exit-code.ts';
import { type Clients } from '../farm/provision/context.ts';
import { createCanaryKey } from '../operate/canary-key.ts';
import { checkAdded } from './added-variables.ts';
import { given } from './between-clouds.ts';
import { type Places } from './places.ts';

export interface Sung {
  /** Runs that let the farm sleep. */
  skipped: number;
  jobId: string;
  /** Submit to checked video. */
  seconds: number;
}

/** Of what was deployed. */
export interface Singing {
  cloud: Pick<Clients, 'lambda' | 'ssm'>;
  places: Places;
}

const pollMs = 1_000;

/** What the name of the domain would do: there is no load balancer that listens, so the name means the server itself. */
export async function mapApi({ lambda }: Pick<Clients, 'lambda'>, name: string, url: string): Promise<void> {
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
  const deployed = given(Configuration?.Environment?.Variables, `environment of ${name}`);
  const running = { ...deployed, API_URL: url };
  checkAdded(name, { deployed, running, callsApi: true });
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: running } }),
  );
}

/** @throws CommandError when it fails, or sees no machine in time */
export async function singOnce(farm: Singing, names: Names, withinMs: number): Promise<Sung> {
  const { lambda } = farm.cloud;
  await giveKey(farm, names);
  const deadline = Date.now() + withinMs;
  for (let skipped = 0; ; skipped += 1) {
    const end = await invoke(lambda, names.canaryFunction, `rehearsal-${skipped}`);
    if (end.kind === 'succeeded') return { skipped, jobId: end.jobId, seconds: end.seconds };
    if (end.kind === 'failed') throw new CommandError(EXIT.failed, `the canary failed, ${end.code}: ${end.because}`);
    if (Date.now() > deadline) throw new CommandError(EXIT.failed, `the canary never saw a machine: ${end.because}`);
    await wait(pollMs);
  }
}

async function giveKey({ cloud, places }: Singing, { table, canaryKeyParameter: parameter }: Names): Promise<void> {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'rehearsal' };
  const dynamo = new DynamoDBClient({ endpoint: places.tables, region: places.region, credentials });
  try {
    const ledger = createDynamoLedger({ client: dynamo, table });
    await createCanaryKey({ ledger, ssm: cloud.ssm, parameter }, Date.now());
  } finally {
    dynamo.destroy();
  }
}

async function invoke(lambda: Clients['lambda'], name: string, slot: string): Promise<CanaryEnd> {
  const Payload = Buffer.from(JSON.stringify({ slot }));
  const reply = await lambda.send(new InvokeCommand({ FunctionName: name, Payload }));
  const text = Buffer.from(reply.Payload ?? []).toString('utf8');
  if (reply.FunctionError !== undefined) throw new CommandError(EXIT.failed, `${name} ended with an error: ${text}`);
  return JSON.parse(text) as CanaryEnd;
}
