/**
 * The functions with their own environment and role. moto has no call that gives a zip back, so the file that Terraform uploaded is taken, and only
 * when the `CodeSha256` that moto computed over what it got is that of the file.
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
  zip: Buffer,
  endpoints: Readonly<Record<string, string>>,
): Promise<SeededFunction[]> {
  const { Functions = [] } = await clouds.from.lambda.send(new ListFunctionsCommand({}));
  const ours = Functions.filter(({ FunctionName = '' }) => FunctionName.startsWith(clouds.prefix));
  return Promise.all(ours.map((deployed) => seedFunction(clouds, deployed, zip, endpoints)));
}

async function seedFunction(
  { from, to }: BetweenClouds,
  deployed: FunctionConfiguration,
  zip: Buffer,
  endpoints: Readonly<Record<string, string>>,
): Promise<SeededFunction> {
  const name = given(deployed.FunctionName, 'name of a function');
  const codeSha256 = createHash('sha256').update(zip).digest('base64');
  if (deployed.CodeSha256 !== codeSha256)
    throw new Error(`${name} was deployed with code ${deployed.CodeSha256}, and the zip is ${codeSha256}`);
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
