/**
 * The part of the `aws` command line that shell steps on instances use, on the same SDK as everything else:
 * `s3 cp s3://bucket/key FILE|-`, `s3 cp FILE|- s3://bucket/key`, `s3api get-object`, `ssm get-parameter`,
 * `sts get-caller-identity`. One client is loaded, the one that is asked for. Exit codes are the real tool's:
 * 252 wrong usage, 254 the service refused, 255 anything else.
 */
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Of every call, one to the metadata service included. */
const ATTEMPTS = 5;

class UsageError extends Error {}

const { words, options } = parse(process.argv.slice(2));
main().catch((error: unknown) => {
  const { name, message } = error as Error;
  const isService = typeof (error as { $metadata?: unknown }).$metadata === 'object';
  process.stderr.write(isService ? `An error occurred (${name}): ${message}\n` : `${message}\n`);
  process.exitCode = error instanceof UsageError ? 252 : isService ? 254 : 255;
});

async function main(): Promise<void> {
  switch (words.slice(0, 2).join(' ')) {
    case 's3 cp':
      return copy(words[2] ?? '', words[3] ?? '');
    case 's3api get-object':
      await download(required('bucket'), required('key'), words[2] ?? '');
      return;
    case 'ssm get-parameter':
      return getParameter();
    case 'sts get-caller-identity':
      return getCallerIdentity();
    default:
      throw new UsageError(`aws: '${words.slice(0, 2).join(' ')}' is not in this image`);
  }
}

async function copy(from: string, to: string): Promise<void> {
  const source = parseS3(from);
  const target = parseS3(to);
  if (source && !target) {
    const isFolder = to.endsWith('/') || to === '.' || statSync(to, { throwIfNoEntry: false })?.isDirectory() === true;
    return download(source.bucket, source.key, isFolder ? join(to, basename(source.key)) : to);
  }
  if (!source && target) {
    const key = target.key === '' || target.key.endsWith('/') ? target.key + basename(from) : target.key;
    return upload(from, target.bucket, key);
  }
  throw new UsageError('usage: aws s3 cp s3://bucket/key FILE|-   or   aws s3 cp FILE s3://bucket/key');
}

/** Into a file of another name first, so that a broken transfer never looks like a whole one. */
async function download(bucket: string, key: string, file: string): Promise<void> {
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = await withCredentials(new S3Client({ ...common(), forcePathStyle: true }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (file === '-') return pipeline(Body as Readable, process.stdout);
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(Body as Readable, createWriteStream(part));
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}

async function upload(file: string, bucket: string, key: string): Promise<void> {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = await withCredentials(new S3Client({ ...common(), forcePathStyle: true }));
  const body = file === '-' ? await readAll(process.stdin) : createReadStream(file);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function getParameter(): Promise<void> {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const WithDecryption = options.has('with-decryption');
  const client = await withCredentials(new SSMClient(common()));
  const { Parameter } = await client.send(new GetParameterCommand({ Name: required('name'), WithDecryption }));
  print({ Parameter });
}

async function getCallerIdentity(): Promise<void> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = await withCredentials(new STSClient(common()));
  const { UserId, Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
  print({ UserId, Account, Arn });
}

/** `--query A.B` picks a member; `--output text` writes a scalar bare. */
function print(document: unknown): void {
  const path = (options.get('query') ?? '').split('.').filter((name) => name !== '');
  const value = path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document);
  const isText = options.get('output') === 'text';
  const text = typeof value === 'object' || !isText ? JSON.stringify(value ?? null, null, 4) : String(value ?? 'None');
  process.stdout.write(`${text}\n`);
}

/** As the real tool's: 60 s to connect and 60 s without a byte, then the next try. */
function waits(): { connectionTimeout: number; requestTimeout: number; socketTimeout: number } {
  const seconds = (name: string): number => Number(options.get(name) ?? 60) * 1_000;
  const read = seconds('cli-read-timeout');
  return { connectionTimeout: seconds('cli-connect-timeout'), requestTimeout: read, socketTimeout: read };
}

/**
 * The SDK asks the metadata service for credentials once and waits a second; a machine at work may be slower. The real tool asks as often as
 * AWS_METADATA_SERVICE_NUM_ATTEMPTS says, this one always does.
 */
async function withCredentials<C extends { config: { credentials(): Promise<unknown> } }>(client: C): Promise<C> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.config.credentials();
      return client;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function common(): { region: string; endpoint?: string; maxAttempts: number; requestHandler: object } {
  const region = options.get('region') ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const endpoint = options.get('endpoint-url');
  const requestHandler = { ...waits(), throwOnRequestTimeout: true };
  return { region, maxAttempts: ATTEMPTS, requestHandler, ...(endpoint === undefined ? {} : { endpoint }) };
}

function required(name: string): string {
  const value = options.get(name);
  if (value === undefined || value === '') throw new UsageError(`the following arguments are required: --${name}`);
  return value;
}

function parseS3(text: string): { bucket: string; key: string } | undefined {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/.exec(text);
  return match ? { bucket: match[1] ?? '', key: match[2] ?? '' } : undefined;
}

function parse(args: readonly string[]): { words: string[]; options: Map<string, string> } {
  const flags = new Set([
    'with-decryption',
    'no-with-decryption',
    'quiet',
    'no-progress',
    'only-show-errors',
    'recursive',
  ]);
  const found = { words: [] as string[], options: new Map<string, string>() };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const [name = '', value] = arg.startsWith('--') ? arg.slice(2).split(/=(.*)/s) : [];
    if (!arg.startsWith('--')) found.words.push(arg);
    else if (value !== undefined || flags.has(name)) found.options.set(name, value ?? '');
    else found.options.set(name, args[(at += 1)] ?? '');
  }
  return found;
}
