/**
 * What one submit transaction costs: starts the loopback AWS as its own process, sends five-item TransactWriteItems
 * over keep-alive connections and prints the server's CPU and rate. Run: `node transaction.bench.ts [transactions]`.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const total = Number(process.argv[2] ?? 4000);
const connections = 24;
/** Linux counts CPU in hundredths of a second. */
const tickMs = 10;

const dir = mkdtempSync(join(tmpdir(), 'ddb-bench-'));
const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, '--dir', dir], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const endpoint = await new Promise<string>((resolve) => {
  server.stdout.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as { endpoint: string }).endpoint));
});
const agent = new Agent({ keepAlive: true, maxSockets: connections });

function call(action: string, input: object): Promise<number> {
  const body = JSON.stringify(input);
  const headers = {
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIABENCH/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    'x-amz-target': `DynamoDB_20120810.${action}`,
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: 'POST', agent, headers }, (reply) => {
      reply.resume().on('end', () => resolve(reply.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}

const attributes = ['pk', 'sk', 'emit', 'waiting', 'leased', 'tenantTime', 'dispatch'];
const index = (name: string) => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: name, KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'ALL' },
});
await call('CreateTable', {
  TableName: 'ledger',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: attributes.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: attributes.slice(2).map(index),
});

const filler = (bytes: number) => ({ S: 'x'.repeat(bytes) });
const guard = { ConditionExpression: 'attribute_not_exists(pk)' };
const put = (item: object) => ({ Put: { TableName: 'ledger', Item: item, ...guard } });

function submit(): Promise<number> {
  const id = randomUUID();
  const [job, shard] = [`J#${id}`, { S: `emit#${id.slice(0, 1)}` }];
  const at = { N: String(Date.now()) };
  return call('TransactWriteItems', {
    ClientRequestToken: randomUUID(),
    TransactItems: [
      put({
        pk: { S: 'T#acme' },
        sk: { S: job },
        tenantTime: { S: 'acme' },
        state: { S: 'queued' },
        at,
        x: filler(400),
      }),
      put({ pk: { S: job }, sk: { S: 'C' }, composition: filler(1500) }),
      put({
        pk: { S: job },
        sk: { S: 'K#0' },
        emit: shard,
        waiting: { S: 'standard' },
        epoch: { N: '0' },
        x: filler(400),
      }),
      put({ pk: { S: `I#acme#${id}` }, sk: { S: '-' }, reply: filler(700) }),
      put({ pk: { S: job }, sk: { S: 'E#0' }, dispatch: shard, kind: { S: 'job.accepted' }, at, x: filler(200) }),
    ],
  });
}

const cpuMs = () => {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
};

async function run(count: number): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      const status = await submit();
      if (status !== 200) throw new Error(`status ${status}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
}

await run(Math.min(total, 1000));
const [before, start] = [cpuMs(), performance.now()];
await run(total);
const [used, took] = [cpuMs() - before, performance.now() - start];
console.log(
  JSON.stringify({
    transactions: total,
    serverCpuMsEach: Number((used / total).toFixed(3)),
    perSecond: Math.round(total / (took / 1000)),
  }),
);
agent.destroy();
server.kill('SIGTERM');
server.once('exit', () => rmSync(dir, { recursive: true, force: true }));
