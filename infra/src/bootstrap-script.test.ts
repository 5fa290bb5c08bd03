import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { bootstrapDocument, probeDocument } from './documents.ts';

/** What the fake `aws` of the test machine serves: parameters and objects are files, `refusal` is printed on failure. */
const FAKE_AWS = `#!/bin/sh
shift_to() { while [ $# -gt 0 ]; do if [ "$1" = --name ]; then echo "$2"; return; fi; shift; done; }
[ -f "$STORE/refusal" ] && { cat "$STORE/refusal" >&2; exit 255; }
case "$1 $2" in
  'ssm get-parameter') cat "$STORE/parameters$(shift_to "$@").json" ;;
  's3 cp') echo "$3" >>"$STORE/downloads"; cp "$STORE/objects/\${3#s3://engines-bucket/}" "$4" ;;
esac
`;
const FAKE_SYSTEMCTL = '#!/bin/sh\necho "$*" >>"$STORE/systemctl"\n[ ! -f "$STORE/no-start" ] || [ "$1" != restart ]\n';

interface Engine {
  health?: readonly string[];
  license?: object;
  install?: object;
}

/** A machine: a root folder, the tools of its image, and what the cloud holds for it. */
class Host {
  readonly root = mkdtempSync(join(tmpdir(), 'reelyard-bootstrap-'));
  readonly store = join(this.root, 'store');

  #variables: Record<string, string> = {};

  constructor() {
    for (const folder of ['store/objects/agents', 'store/objects/engines', 'store/parameters/dev', 'ami', 'host'])
      mkdirSync(join(this.root, folder), { recursive: true });
    this.#tool('aws', FAKE_AWS);
    this.#tool('systemctl', FAKE_SYSTEMCTL);
    this.putAgent();
    this.putEngine();
  }

  #tool(name: string, text: string): void {
    writeFileSync(join(this.root, 'ami', name), text);
    chmodSync(join(this.root, 'ami', name), 0o755);
  }

  /** As if the folder were a whole machine: users can be made, and there is a packet filter. */
  isMachine(): void {
    this.#variables = { REELYARD_ISOLATE: 'yes' };
    this.#tool('useradd', '#!/bin/sh\necho "$*" >>"$STORE/useradd"\n');
    this.#tool('id', '#!/bin/sh\n[ -z "$2" ] || [ -f "$STORE/useradd" ] || exit 1\nexec /usr/bin/id "$1"\n');
    this.#tool('nft', '#!/bin/sh\n');
  }

  putAgent(environment: Record<string, string> = { LEDGER_TABLE: 'ledger', QUOTED: '{"a":"b c$d"}' }): void {
    const staged = this.#stage();
    mkdirSync(join(staged, 'bin'));
    writeFileSync(join(staged, 'bin/node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
    chmodSync(join(staged, 'bin/node'), 0o755);
    writeFileSync(join(staged, 'main.mjs'), '// the agent\n');
    const { key, sha256 } = this.#pack(staged, 'agents/bundle.tar.gz');
    this.put('agent', { key, sha256, version: 1, environment });
  }

  putEngine({ health = ['{node}', '-e', ''], license, install }: Engine = {}): void {
    const staged = this.#stage();
    const manifest = {
      name: 'reel',
      version: '1.2.3',
      install: install ?? {},
      health: { argv: health, timeoutSeconds: 30 },
      ...(license === undefined ? {} : { license }),
    };
    writeFileSync(join(staged, 'engine.json'), JSON.stringify(manifest));
    const { key, sha256 } = this.#pack(staged, 'engines/reel/1.2.3.tar.gz');
    this.put('engine', { name: 'reel', version: '1.2.3', key, sha256 });
  }

  put(parameter: 'agent' | 'engine', value: object): void {
    writeFileSync(join(this.store, `parameters/dev/${parameter}.json`), JSON.stringify(value));
  }

  #stage(): string {
    return mkdtempSync(join(this.root, 'stage-'));
  }

  #pack(folder: string, key: string): { key: string; sha256: string } {
    const file = join(this.store, 'objects', key);
    mkdirSync(join(file, '..'), { recursive: true });
    spawnSync('tar', ['-czf', file, '-C', folder, '.']);
    return { key, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  }

  path(inside: string): string {
    return join(this.root, 'host', inside);
  }

  downloads(): number {
    const file = join(this.store, 'downloads');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
  }

  run(parameters: Record<string, string> = {}): {
    code: number | null;
    output: string;
    result: Record<string, unknown>;
  } {
    const ended = runDocument(bootstrapDocument(), {
      values: {
        AgentParameter: '/dev/agent',
        EngineParameter: '/dev/engine',
        EngineBucket: 'engines-bucket',
        Pool: 'on-demand',
        ...parameters,
      },
      env: {
        PATH: `${join(this.root, 'ami')}:/usr/bin:/bin`,
        STORE: this.store,
        REELYARD_ROOT: join(this.root, 'host'),
        ...this.#variables,
      },
    });
    const lines = ended.output.split('\n').filter((line) => line.startsWith('{'));
    return { ...ended, result: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** As SSM does it: parameters checked and put in, lines joined, run by the machine's shell. */
function runDocument(
  document: ReturnType<typeof bootstrapDocument>,
  { values, env }: { values: Record<string, string>; env: Record<string, string> },
): { code: number | null; output: string } {
  const text = (document.mainSteps[0]?.inputs.runCommand ?? [])
    .join('\n')
    .replace(/\{\{ (\w+) \}\}/g, (_, name: string) => {
      const value = values[name] ?? document.parameters[name]?.default ?? '';
      expect(value).toMatch(new RegExp(document.parameters[name]?.allowedPattern ?? '^$'));
      return value;
    });
  const ended = spawnSync('/bin/sh', ['-c', text], { env, encoding: 'utf8' });
  return { code: ended.status, output: `${ended.stderr}${ended.stdout}` };
}

describe('bootstrap of an instance', () => {
  let host: Host;
  const made: Host[] = [];
  const fresh = (): Host => {
    const next = new Host();
    made.push(next);
    return next;
  };
  beforeAll(() => {
    host = fresh();
  });
  afterAll(() => made.forEach((each) => each.dispose()));

  it('installs agent and engine, proves the engine, starts the agent and says so in one line', () => {
    const { code, output, result } = host.run();
    expect(result).toEqual({
      ok: true,
      code: 0,
      engineVersion: '1.2.3',
      smokeSeconds: expect.any(Number),
      seat: 'none',
    });
    expect(code).toBe(0);
    const steps = [...output.matchAll(/^step=(\S+)/gm)].map(([, name]) => name);
    expect(steps.filter((name) => !/-(agent|engine)$/.test(name ?? ''))).toEqual([
      'preflight',
      'parameters',
      'isolate',
      'configure',
      'seat',
      'smoke',
      'start',
      'done',
    ]);
    for (const part of ['agent', 'engine'])
      expect(steps.filter((name) => name?.endsWith(part))).toEqual([
        `fetch-${part}`,
        `verify-${part}`,
        `install-${part}`,
      ]);
    expect(existsSync(host.path('opt/reelyard/agent/main.mjs'))).toBe(true);
    expect(existsSync(host.path('opt/reelyard/engines/reel/engine.json'))).toBe(true);
    expect(readFileSync(join(host.store, 'systemctl'), 'utf8')).toBe(
      'daemon-reload\nenable reelyard-agent\nrestart reelyard-agent\n',
    );
  });

  it('writes the agent environment for nobody but its owner, with every value as it was given', () => {
    const file = host.path('etc/reelyard/agent.env');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('LEDGER_TABLE="ledger"\n');
    expect(text).toContain('QUOTED="{\\"a\\":\\"b c$d\\"}"\n');
    expect(text).toContain(`ENGINE_DIR="${host.path('opt/reelyard/engines')}"\n`);
    expect(text).toContain('POOL="on-demand"\n');
  });

  it('says that it isolates no engine where there is no machine to do it on', () => {
    expect(host.run().output).toContain('skipped: no machine of its own');
    expect(readFileSync(host.path('etc/reelyard/agent.env'), 'utf8')).not.toContain('ENGINE_UID');
    expect(existsSync(host.path('etc/systemd/system/reelyard-metadata-guard.service'))).toBe(false);
  });

  describe('on a machine', () => {
    let machine: Host;
    let output: string;
    const read = (file: string): string => readFileSync(machine.path(file), 'utf8');
    beforeAll(() => {
      machine = fresh();
      machine.isMachine();
      output = machine.run().output;
    });

    it('gives the engine a user of its own, of the system and without a shell', () => {
      expect(output).toContain('step=isolate');
      expect(readFileSync(join(machine.store, 'useradd'), 'utf8')).toMatch(
        /--system --user-group --no-create-home .*--shell \/sbin\/nologin reelyard-engine$/m,
      );
      const { uid, gid } = userInfo();
      expect(read('etc/reelyard/agent.env')).toContain(`ENGINE_UID="${uid}"\nENGINE_GID="${gid}"\n`);
    });

    it('keeps the metadata service and every other link-local address from that user and from nobody else', () => {
      const rules = read('etc/reelyard/metadata-guard.nft').split('\n');
      expect(rules.slice(0, 2)).toEqual(['table inet reelyard', 'delete table inet reelyard']);
      expect(rules.filter((line) => line.includes('reject')).map((line) => line.trim())).toEqual([
        `meta skuid ${userInfo().uid} ip daddr 169.254.0.0/16 counter reject`,
        `meta skuid ${userInfo().uid} ip6 daddr { fd00:ec2::/32, fe80::/10 } counter reject`,
      ]);
    });

    it('starts the guard before the agent, which does not run without it', () => {
      expect(readFileSync(join(machine.store, 'systemctl'), 'utf8')).toBe(
        [
          ...['daemon-reload', 'enable reelyard-metadata-guard', 'restart reelyard-metadata-guard'],
          ...['daemon-reload', 'enable reelyard-agent', 'restart reelyard-agent', ''],
        ].join('\n'),
      );
      const agent = read('etc/systemd/system/reelyard-agent.service');
      expect(agent).toContain('Requires=reelyard-metadata-guard.service\nAfter=reelyard-metadata-guard.service\n');
      expect(agent).toContain('NoNewPrivileges=yes\n');
      // A machine has cgroups: should an engine outrun the agent's watchdog, the kernel ends it and not the machine.
      for (const bound of ['MemoryMax=90%', 'OOMPolicy=continue', 'TasksMax=4096', 'LimitCORE=0', 'ProtectSystem=full'])
        expect(agent).toContain(`${bound}\n`);
      expect(read('etc/systemd/system/reelyard-metadata-guard.service')).toMatch(
        /^ExecStart=.*\/nft -f .*\/etc\/reelyard\/metadata-guard.nft$/m,
      );
    });

    it('is not ready when the guard does not start', () => {
      const other = fresh();
      other.isMachine();
      writeFileSync(join(other.store, 'no-start'), '');
      expect(other.run().result).toMatchObject({
        ok: false,
        code: 20,
        message: expect.stringMatching(/guard does not start/),
      });
    });
  });

  it('installs nothing twice when it runs again, and leaves no working folder', () => {
    const before = host.downloads();
    expect(host.run().result).toMatchObject({ ok: true });
    expect(host.downloads()).toBe(before);
    expect(spawnSync('sh', ['-c', `ls -A ${host.path('opt/reelyard')}`], { encoding: 'utf8' }).stdout).toBe(
      'agent\nengines\n',
    );
  });

  it('replaces what is installed when the digest has changed', () => {
    const other = fresh();
    other.run();
    other.putEngine({ health: ['{node}', '-e', '1 + 1'] });
    expect(other.run().result).toMatchObject({ ok: true });
    expect(readFileSync(other.path('opt/reelyard/engines/reel/engine.json'), 'utf8')).toContain('1 + 1');
    expect(existsSync(other.path('opt/reelyard/engines/reel.old'))).toBe(false);
  });

  it('only installs for a warm pool: no license, no start', () => {
    const warm = fresh();
    warm.putEngine({ license: { seats: 1, checkOut: { argv: ['false'], timeoutSeconds: 5 }, release: null } });
    expect(warm.run({ Mode: 'install' }).result).toEqual({ ok: true, code: 0, seat: 'none' });
    expect(readFileSync(join(warm.store, 'systemctl'), 'utf8')).toBe('daemon-reload\n');
  });

  it('lets an agent run on that came up by itself out of the warm pool, unless it is to run something else', () => {
    const warm = fresh();
    warm.run();
    const calls = () => readFileSync(join(warm.store, 'systemctl'), 'utf8').trim().split('\n');
    expect(warm.run({ Mode: 'start' }).result).toMatchObject({ ok: true });
    expect(calls().at(-1)).toBe('start reelyard-agent');
    warm.putEngine({ health: ['{node}', '-e', '2 + 2'] });
    expect(warm.run({ Mode: 'start' }).result).toMatchObject({ ok: true });
    expect(calls().at(-1)).toBe('restart reelyard-agent');
  });

  it('takes a seat and gives it back when the engine needs one', () => {
    const licensed = fresh();
    const say = (word: string) => ({
      argv: ['/bin/sh', '-c', `echo ${word} >>${licensed.store}/seats`],
      timeoutSeconds: 5,
    });
    licensed.putEngine({ license: { seats: 1, checkOut: say('out'), release: say('back') } });
    expect(licensed.run().result).toMatchObject({ ok: true, seat: 'ok' });
    expect(readFileSync(join(licensed.store, 'seats'), 'utf8')).toBe('out\nback\n');
  });

  const failures: [string, number, RegExp, (other: Host) => Record<string, string> | void][] = [
    [
      'the network fails',
      10,
      /fetch/,
      (other) => writeFileSync(join(other.store, 'refusal'), 'Could not connect to the endpoint URL'),
    ],
    [
      'the object is not there',
      20,
      /NoSuchKey/,
      (other) => writeFileSync(join(other.store, 'refusal'), 'An error occurred (NoSuchKey)'),
    ],
    [
      'a digest is wrong',
      20,
      /SHA-256/,
      (other) => other.put('engine', { name: 'reel', key: 'engines/reel/1.2.3.tar.gz', sha256: '0'.repeat(64) }),
    ],
    ['a parameter says nothing useful', 20, /agent parameter/, (other) => other.put('agent', { key: '/etc/passwd' })],
    [
      'the engine does not run',
      20,
      /smoke: health command ended with 3: no driver/,
      (other) => other.putEngine({ health: ['{node}', '-e', 'console.error("no driver"); process.exit(3)'] }),
    ],
    [
      'the engine hangs',
      20,
      /smoke/,
      (other) => other.putEngine({ health: ['{node}', '-e', 'setInterval(() => {}, 1000)'] }),
    ],
    [
      'the install command fails',
      20,
      /prepare/,
      (other) => other.putEngine({ install: { command: { argv: ['false'], timeoutSeconds: 5 } } }),
    ],
    [
      'no seat is free',
      30,
      /no seat: all taken/,
      (other) =>
        other.putEngine({
          license: {
            seats: 1,
            checkOut: { argv: ['/bin/sh', '-c', 'echo all taken; exit 30'], timeoutSeconds: 5 },
            release: null,
          },
        }),
    ],
    [
      'the license server is away',
      10,
      /check-out/,
      (other) =>
        other.putEngine({ license: { seats: 1, checkOut: { argv: ['false'], timeoutSeconds: 5 }, release: null } }),
    ],
    ['there is not enough disk', 20, /MiB of disk/, () => ({ MinDiskMib: '9999999' })],
    ['there is not enough memory', 20, /MiB of memory/, () => ({ MinMemoryMib: '9999999' })],
    ['the agent does not start', 10, /does not start/, (other) => writeFileSync(join(other.store, 'no-start'), '')],
  ];
  it.each(failures)('says why when %s, and ends with %i', (_, code, message, spoil) => {
    const other = fresh();
    const ended = other.run(spoil(other) ?? {});
    expect(ended.result).toEqual({ ok: false, code, message: expect.stringMatching(message) });
    expect(ended.code).toBe(code);
  });

  it('keeps the old engine when the new one does not verify', () => {
    const other = fresh();
    other.run();
    other.put('engine', { name: 'reel', key: 'engines/reel/1.2.3.tar.gz', sha256: '0'.repeat(64) });
    expect(other.run().code).toBe(20);
    expect(existsSync(other.path('opt/reelyard/engines/reel/engine.json'))).toBe(true);
  });
});

describe('the documents', () => {
  it('refuse a parameter that could leave its quotes', () => {
    for (const document of [bootstrapDocument(), probeDocument()])
      for (const { allowedPattern } of Object.values(document.parameters))
        for (const bad of ["'; reboot #", '$(reboot)', 'a\nb', ''])
          expect(new RegExp(allowedPattern).test(bad)).toBe(false);
  });

  it('probe an agent and restart it only when asked to', () => {
    const dir = mkdtempSync(join(tmpdir(), 'reelyard-probe-'));
    const log = join(dir, 'log');
    writeFileSync(join(dir, 'systemctl'), `#!/bin/sh\necho "$1" >>${log}\n[ "$1" != is-active ]\n`);
    chmodSync(join(dir, 'systemctl'), 0o755);
    const env = { PATH: `${dir}:/usr/bin:/bin` };
    expect(runDocument(probeDocument(), { values: {}, env }).output).toBe(
      '{"ok":true,"code":0,"agent":"inactive","restarted":false}\n',
    );
    expect(runDocument(probeDocument(), { values: { Action: 'restart' }, env }).output).toContain('"restarted":true');
    expect(readFileSync(log, 'utf8')).toBe('is-active\nis-active\nrestart\n');
    rmSync(dir, { recursive: true });
  });
});
