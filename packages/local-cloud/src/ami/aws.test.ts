import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { serve } from '../server/test-server.ts';
import { ec2 } from '../services/ec2/index.ts';
import { sts } from '../services/sts/index.ts';

const cloud = serve([sts, ec2]);
const program = fileURLToPath(new URL('./aws.ts', import.meta.url));

const inOneHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const answers: Record<string, () => string> = {
  '/latest/api/token': () => 'token',
  '/latest/meta-data/iam/security-credentials/': () => 'render-agent',
  '/latest/meta-data/iam/security-credentials/render-agent': () =>
    JSON.stringify({ AccessKeyId: 'ASIA1', SecretAccessKey: 'local', Token: 't', Expiration: inOneHour() }),
};

describe('the aws command of the image', () => {
  it('asks a metadata service again that was too busy to answer', async () => {
    let asked = 0;
    const answer: RequestListener = ({ url = '', headers, method }, response) => {
      if (method === 'PUT') asked += 1;
      const mayKnow = method === 'PUT' ? asked > 1 : headers['x-aws-ec2-metadata-token'] === 'token';
      if (method === 'PUT' && !mayKnow) return;
      response.writeHead(mayKnow ? 200 : 401).end(answers[url]?.() ?? '');
    };
    const metadata = createServer(answer).listen(0, '127.0.0.1');
    await once(metadata, 'listening');
    const env = {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: cloud().endpoint,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${(metadata.address() as AddressInfo).port}`,
    };
    const words = ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], { env });
    const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
    metadata.closeAllConnections();
    metadata.close();
    expect([said, complaint]).toEqual(['000000000000\n', '']);
    expect(asked).toBeGreaterThan(1);
  });
});
