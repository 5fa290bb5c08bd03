/**
 * The functions with their own environment and role. moto has no call that gives a zip back, so the files that Terraform uploaded are taken: each
 * function gets the one whose digest is the `CodeSha256` that moto computed over what it got.
 */
import {
  CreateFunctionCommand,
  type FunctionConfiguration,
  GetFunctionConcurrencyCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { createHash } from 'node:crypto';
import { checkAdded } from './added-variables.ts';
import { type BetweenClouds, given } from './between-clouds.ts';

export interface SeededFunction {
  name: string;
  role: string;
  codeSha256: string;
  /** Names of the variables that were added to its own. */
  added: string[];
}

export async function seedFunctions(
  clouds: BetweenClouds,
  zips: readonly Buffer[],
  endpoints: Readonly<Record<string, string>>,
): Promise<SeededFunction[]> {
  const { Functions = [] } = await clouds.from.lambda.send(new ListFunctionsCommand({}));
  const ours = Functions.filter(({ FunctionName = '' }) => FunctionName.startsWith(clouds.prefix));
  return Promise.all(ours.map((deployed) => seedFunction(clouds, deployed, zips, endpoints)));
}

async function seedFunction(
  { from, to }: BetweenClouds,
  deployed: FunctionConfiguration,
  zips: readonly Buffer[],
  endpoints: Readonly<Record<string, string>>,
): Promise<SeededFunction> {
  const name = given(deployed.FunctionName, 'name of a function');
  const codeSha256 = given(deployed.CodeSha256, `code of ${name}`);
  const zip = zips.find((each) => digestOf(each) === codeSha256);
  if (!zip)
    throw new Error(`${name} was deployed with code ${codeSha256}, the zips are ${zips.map(digestOf).join(', ')}`);
  const own = deployed.Environment?.Variables ?? {};
  const running = { ...own, ...endpoints };
  const role = given(deployed.Role, `role of ${name}`);
  const { Handler, Runtime, Timeout, MemorySize } = deployed;
  const settings = { Handler, Runtime, Timeout, MemorySize, Role: role, Environment: { Variables: running } };
  await to.lambda.send(new CreateFunctionCommand({ FunctionName: name, ...settings, Code: { ZipFile: zip } }));
  const reserved = await from.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
  const { ReservedConcurrentExecutions } = reserved;
  if (ReservedConcurrentExecutions !== undefined)
    await to.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
  return { name, role, codeSha256, added: checkAdded(name, { deployed: own, running }) };
}

function digestOf(zip: Buffer): string {
  return createHash('sha256').update(zip).digest('base64');
}
