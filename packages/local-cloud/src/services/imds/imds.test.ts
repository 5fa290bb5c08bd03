import { describe, expect, it } from '@jest/globals';
import { computeOf } from '../../instances/compute.ts';
import { type Instance } from '../../instances/instance.ts';
import { readFileSync } from 'node:fs';
import { anInstance, type TestCloud, until, withCloud } from '../../instances/test-cloud.ts';

let cloud: TestCloud;
let instance: Instance;

withCloud(async (made) => {
  cloud = made;
  const id = await anInstance(cloud);
  instance = await until('it is up', () => {
    const found = computeOf(cloud.host).find(id);
    return found?.guest === 'up' ? found : undefined;
  });
});

async function token(): Promise<string> {
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
  const reply = await fetch(`http://127.0.0.1:${instance.imdsPort}/latest/api/token`, { method: 'PUT', headers });
  return reply.text();
}

async function get(path: string, session?: string): Promise<{ status: number; text: string }> {
  const headers: Record<string, string> = session === undefined ? {} : { 'x-aws-ec2-metadata-token': session };
  const reply = await fetch(`http://127.0.0.1:${instance.imdsPort}/latest/${path}`, { headers });
  return { status: reply.status, text: await reply.text() };
}

describe('the metadata service of an instance', () => {
  it('tells nothing without a session token', async () => {
    expect((await get('meta-data/instance-id')).status).toBe(401);
    expect((await get('meta-data/instance-id', 'made-up')).status).toBe(401);
    expect(await get('meta-data/instance-id', await token())).toEqual({ status: 200, text: instance.id });
  });

  it('answers what an agent asks', async () => {
    const session = await token();
    expect((await get('meta-data/placement/availability-zone', session)).text).toBe('us-east-1a');
    expect((await get('meta-data/tags/instance/role', session)).text).toBe('agent');
    expect((await get('meta-data/iam/security-credentials/', session)).text).toBe('render-agent');
    expect(JSON.parse((await get('dynamic/instance-identity/document', session)).text)).toMatchObject({
      instanceId: instance.id,
      region: 'us-east-1',
    });
    expect((await get('meta-data/spot/instance-action', session)).status).toBe(404);
    await cloud.control('POST', `/_local/instances/${instance.id}:spot-notice`, { seconds: 100 });
    expect(JSON.parse((await get('meta-data/spot/instance-action', session)).text)).toEqual({
      action: 'terminate',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  it('hands out the access key by which the control door lists the instance, so that a fault rule finds it', async () => {
    const credentials = await get('meta-data/iam/security-credentials/render-agent', await token());
    const { AccessKeyId } = JSON.parse(credentials.text) as { AccessKeyId: string };
    const listed = (await (await fetch(`${cloud.endpoint}/_local/instances`)).json()) as {
      instances: { id: string; accessKeyId: string }[];
    };
    expect(listed.instances).toMatchObject([{ id: instance.id, accessKeyId: AccessKeyId }]);
  });

  it("gives the SDK's default chain credentials that STS knows as the instance's", async () => {
    const compute = computeOf(cloud.host);
    const machine = compute.findMachine(instance.id);
    const sdk = import.meta.resolve('@aws-sdk/client-sts');
    const script = `import { GetCallerIdentityCommand, STSClient } from ${JSON.stringify(sdk)};
      // The chain gives the metadata service a second, which this test's process may be too busy to answer in.
      let reply;
      for (let attempt = 1; !reply; attempt += 1)
        reply = await new STSClient({}).send(new GetCallerIdentityCommand({})).catch((error) => {
          if (attempt === 5 || error.name !== 'CredentialsProviderError') throw error;
        });
      process.stdout.write(reply.UserId);`;
    const stdout = `${machine?.folder ?? ''}/var/log/who.txt`;
    const spawned = machine?.spawn({ program: process.execPath, args: ['--input-type=module', '-e', script], stdout });
    await new Promise((resolve) => spawned?.child.once('exit', resolve));
    expect(readFileSync(stdout, 'utf8')).toBe(`AROArender-agent:${instance.id}`);
  });
});
