import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const script = join(import.meta.dirname, '../../infra/documents/bootstrap.sh');

/** `aws` that serves files, and a `systemctl` that says yes: what is tried here ends long before either matters. */
const tools: Record<string, string> = {
  aws: `#!/bin/sh
case "$1 $2" in
  'ssm get-parameter') case "$*" in *agent*) cat "$STORE/agent.json" ;; *) cat "$STORE/engine.json" ;; esac ;;
  's3 cp') cp "$STORE/\${3#s3://engines-bucket/}" "$4" ;;
esac
`,
  systemctl: '#!/bin/sh\n',
};

let root: string;
let store: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reelyard-archives-'));
  store = join(root, 'store');
  for (const folder of ['store/agents', 'store/engines', 'tools', 'host'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const [name, text] of Object.entries(tools)) {
    writeFileSync(join(root, 'tools', name), text);
    chmodSync(join(root, 'tools', name), 0o755);
  }
  const node = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;
  put('agent', 'agents/a.tar.gz', [file('bin/node', node, 0o755), file('main.mjs', '// the agent\n')]);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Member {
  name: string;
  type: '0' | '1' | '2' | '3' | '5' | '6';
  content?: string;
  mode?: number;
  link?: string;
}
const file = (name: string, content: string, mode = 0o644): Member => ({ name, type: '0', content, mode });
const manifest = file(
  'engine.json',
  JSON.stringify({
    name: 'reel',
    version: '1',
    install: {},
    health: { argv: ['{node}', '-e', ''], timeoutSeconds: 30 },
  }),
);

/** One member of an ustar archive, written by hand: no tool packs what is tried here. */
function member({ name, type, content = '', mode = 0o644, link = '' }: Member): Buffer {
  const head = Buffer.alloc(512);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  head.write(name, 0);
  head.write(octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(content.length, 12) + octal(0, 12), 100);
  head.write('        ', 148);
  head.write(type, 156);
  head.write(link, 157);
  head.write('ustar\x0000', 257);
  head.write(octal(1, 8) + octal(3, 8), 329);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content, 'latin1');
  return Buffer.concat([head, body]);
}

const pack = (members: readonly Member[]): Buffer =>
  gzipSync(Buffer.concat([...members.map(member), Buffer.alloc(1_024)]));

function putBytes(parameter: 'agent' | 'engine', key: string, bytes: Buffer): void {
  writeFileSync(join(store, key), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const value = { name: 'reel', version: '1', key, sha256, environment: { A: 'b' } };
  writeFileSync(join(store, `${parameter}.json`), JSON.stringify(value));
}
const put = (parameter: 'agent' | 'engine', key: string, members: readonly Member[]): void =>
  putBytes(parameter, key, pack(members));

function boot(variables: Record<string, string> = {}): { code: number | null; result: Record<string, unknown> } {
  const ended = spawnSync('/bin/sh', [script], {
    encoding: 'utf8',
    env: {
      PATH: `${join(root, 'tools')}:/usr/bin:/bin`,
      STORE: store,
      REELYARD_ROOT: join(root, 'host'),
      REELYARD_MODE: 'install',
      REELYARD_AGENT_PARAMETER: '/dev/agent',
      REELYARD_ENGINE_PARAMETER: '/dev/engine',
      REELYARD_ENGINE_BUCKET: 'engines-bucket',
      REELYARD_POOL: 'spot',
      ...variables,
    },
  });
  const last = ended.stdout.trim().split('\n').at(-1) ?? '';
  return { code: ended.status, result: last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : {} };
}
const host = (path: string): string => join(root, 'host', path);
const engineDir = 'opt/reelyard/engines/reel';

describe('a package of an engine', () => {
  it('is installed when it holds files, folders and links that stay inside', () => {
    put('engine', 'engines/e.tar.gz', [
      manifest,
      file('bin/acme', 'x', 0o755),
      { name: 'acme', type: '2', link: 'bin/acme' },
    ]);
    expect(boot()).toMatchObject({ code: 0, result: { ok: true } });
    expect(readFileSync(host(`${engineDir}/acme`), 'utf8')).toBe('x');
  });

  it.each<[string, Member[], RegExp]>([
    ['a link to a file of the host', [{ name: 'a', type: '2', link: '/etc/passwd' }], /link that leads out of it: a/],
    ['a link above itself', [{ name: 'a', type: '2', link: '../../../../../../etc' }], /link that leads out/],
    ['a link to nowhere', [{ name: 'a', type: '2', link: '/nowhere/at/all' }], /link that leads out/],
    [
      'a chain of links',
      [
        { name: 'a', type: '2', link: 'b' },
        { name: 'b', type: '2', link: '../..' },
      ],
      /link that leads out/,
    ],
    ['a link with a line end in its name', [{ name: 'a\nb', type: '2', link: '/etc' }], /link that leads out/],
    ['a named pipe', [{ name: 'a', type: '6' }], /device, a pipe or a socket: a/],
    ['a device', [{ name: 'a', type: '3', mode: 0o666 }], /device|does not unpack/],
  ])('is refused with %s', (_, members, message) => {
    put('engine', 'engines/e.tar.gz', [manifest, ...members]);
    expect(boot()).toMatchObject({ code: 20, result: { ok: false, message: expect.stringMatching(message) } });
    expect(existsSync(host(engineDir))).toBe(false);
  });

  it.each<[string, Member[]]>([
    ['a name with ..', [file('../../../../escaped', 'x')]],
    ['a name below a folder and ..', [file('a/../../../../../escaped', 'x')]],
    ['an absolute name', [file('/ESCAPED', 'x')]],
    ['a file through a link', [{ name: 'way', type: '2', link: '../../../..' }, file('way/escaped', 'x')]],
    ['a hard link to a file of the host', [{ name: 'a', type: '1', link: '/etc/hostname' }]],
    ['a hard link above itself', [{ name: 'a', type: '1', link: '../../../../store/agent.json' }]],
  ])('writes and links nothing outside its folder by %s', (_, members) => {
    const own = members.map((one) => ({ ...one, name: one.name.replace('/ESCAPED', join(root, 'escaped')) }));
    put('engine', 'engines/e.tar.gz', [manifest, ...own]);
    boot();
    const found = spawnSync('find', [root, '-name', 'escaped*', '-not', '-path', `${host(engineDir)}/*`], {
      encoding: 'utf8',
    });
    expect(found.stdout).toBe('');
    expect(statSync(join(store, 'agent.json')).nlink).toBe(1);
  });

  it('gains no rights: set-user bits are gone, and nobody but root writes it', () => {
    put('engine', 'engines/e.tar.gz', [manifest, file('su', 'x', 0o6777)]);
    expect(boot().code).toBe(0);
    expect((statSync(host(`${engineDir}/su`)).mode & 0o7777).toString(8)).toBe('755');
  });

  it('does not fill the disk: a bomb is cut off', () => {
    putBytes(
      'engine',
      'engines/e.tar.gz',
      gzipSync(Buffer.concat([member(manifest), bombHead(1_024), Buffer.alloc(96 * 1_048_576)])),
    );
    expect(statSync(join(store, 'engines/e.tar.gz')).size).toBeLessThan(200_000);
    const answer = boot({ REELYARD_MAX_UNPACKED_MIB: '32' });
    expect(answer).toMatchObject({
      code: 20,
      result: { message: expect.stringMatching(/does not unpack within 32 MiB/) },
    });
    const left = spawnSync('du', ['-sm', host('')], { encoding: 'utf8' }).stdout;
    expect(Number.parseInt(left, 10)).toBeLessThan(16);
  });
});

/** A file of so many mebibytes, as the header says. */
function bombHead(mebibytes: number): Buffer {
  const head = member({ name: 'bomb.bin', type: '0' });
  head.write(`${(mebibytes * 1_048_576).toString(8).padStart(11, '0')}\0`, 124);
  head.write('        ', 148);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return head;
}
