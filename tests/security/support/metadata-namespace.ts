/**
 * Run in a network namespace of its own, as root: a metadata service at its real address, the very rules that bootstrap.sh writes, and the scripted
 * engine as the agent starts it. Prints `{ unguarded, engine, agent }`: who reached it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINE_UID, makeGround } from './engine-agent.ts';

const ADDRESS = '169.254.169.254';
const bootstrap = fileURLToPath(new URL('../../../infra/documents/bootstrap.sh', import.meta.url));

const run = (command: string, ...args: string[]): void => {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
};

/** What the script writes into metadata-guard.nft, for the user of the tests. */
function readRules(): string {
  const [, rules] =
    /metadata-guard\.nft" <<END_OF_RULES\n([\s\S]*?)END_OF_RULES/.exec(readFileSync(bootstrap, 'utf8')) ?? [];
  if (rules === undefined) throw new Error('bootstrap.sh writes no metadata-guard.nft');
  return rules.replaceAll('$ENGINE_UID', String(ENGINE_UID));
}

const agentReaches = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: ADDRESS, port: 80 }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

run('ip', 'link', 'set', 'lo', 'up');
run('ip', 'address', 'add', `${ADDRESS}/32`, 'dev', 'lo');
const service = createServer((_request, response) => void response.end('credentials'));
await new Promise<void>((resolve) => service.listen(80, ADDRESS, resolve));
const ground = makeGround({ PATH: process.env['PATH'] });
const engineReaches = async (name: string): Promise<unknown> => {
  const { running, escapes } = ground.start(name, [{ call: { host: ADDRESS, port: 80 } }]);
  await running.ended;
  return escapes[0]?.ok;
};
const unguarded = await engineReaches('before');
const rules = join(ground.folder, 'metadata-guard.nft');
writeFileSync(rules, readRules());
run('nft', '-f', rules);
console.log(JSON.stringify({ unguarded, engine: await engineReaches('after'), agent: await agentReaches() }));
await ground.dispose();
service.close();
