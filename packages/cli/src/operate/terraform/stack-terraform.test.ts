import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { oncePer } from './run-terraform.ts';
import { applyArgv, initArgv, planArgv, planFile, showArgv } from './terraform-argv.ts';
import { createStackTerraform, holdsResources, lastWords, type StackTerraform } from './stack-terraform.ts';

const work = mkdtempSync(join(tmpdir(), 'stack-terraform-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Stands for Terraform: writes down how it was called, and ends as its folder's `exit` says. */
const standIn = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const argv = process.argv.slice(2);
appendFileSync('calls', JSON.stringify(argv) + '\\n');
const exits = existsSync('exit') ? JSON.parse(readFileSync('exit', 'utf8')) : {};
if (argv[0] === 'plan') writeFileSync('${planFile}', 'plan');
const plan = { resource_changes: [{ address: 'aws_vpc.a', type: 'aws_vpc', change: { actions: ['create'], before: null, after: {} } }] };
if (argv[0] === 'show') process.stdout.write(JSON.stringify(argv.includes('${planFile}') ? plan : { format_version: '1.0' }));
else console.log(argv[0] + ' works');
if (exits[argv[0]] === 1) console.error('Error: no way');
process.exitCode = exits[argv[0]] ?? (argv[0] === 'plan' ? 2 : 0);
`;

let dir = '';
let lines: string[] = [];
let terraform: StackTerraform;
let count = 0;

beforeEach(() => {
  count += 1;
  dir = join(work, `network-${count}`);
  mkdirSync(dir);
  const path = join(dir, 'terraform');
  writeFileSync(path, standIn, { mode: 0o755 });
  lines = [];
  terraform = createStackTerraform({
    path,
    env: { TF_PLUGIN_DIR: '/mirror' },
    onLine: (where, line) => lines.push(`${where === dir} ${line}`),
  });
});

const calls = (): unknown[] =>
  readFileSync(join(dir, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
const endWith = (exits: Record<string, number>): void => writeFileSync(join(dir, 'exit'), JSON.stringify(exits));

describe('Terraform in a stack', () => {
  it('plans, applies what it has planned, and forgets the plan', async () => {
    await terraform.init(dir);
    expect(await terraform.hasResources(dir)).toBe(false);
    expect(await terraform.plan(dir, { willApply: true })).toMatchObject({ create: 1 });
    expect(existsSync(join(dir, planFile))).toBe(true);
    await terraform.apply(dir);
    expect(existsSync(join(dir, planFile))).toBe(false);
    expect(calls()).toEqual([
      initArgv({ pluginDir: '/mirror' }),
      ['show', '-json', '-no-color'],
      planArgv({ willApply: true }),
      showArgv,
      applyArgv,
    ]);
  });

  it('passes its progress on, and keeps what is printed for us alone out of it', async () => {
    await terraform.plan(dir, { willApply: false });
    expect(lines).toEqual(['true plan works']);
  });

  it('takes a plan without changes for one', async () => {
    endWith({ plan: 0 });
    await expect(terraform.plan(dir, { willApply: false })).resolves.toBeDefined();
  });

  it.each(['init', 'plan', 'apply'])('that fails to %s is one sentence with its last words', async (verb) => {
    endWith({ [verb]: 1 });
    const run = {
      init: terraform.init,
      apply: terraform.apply,
      plan: (at: string) => terraform.plan(at, { willApply: true }),
    };
    const [, act] = Object.entries(run).find(([name]) => name === verb) ?? [];
    await expect(act?.(dir)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(`terraform ${verb} of network-${count} ended with 1`),
    });
    await expect(act?.(dir)).rejects.toThrow('Error: no way');
  });

  it('ends an apply that exits with 2 as a failure: only a plan may', async () => {
    endWith({ apply: 2 });
    await expect(terraform.apply(dir)).rejects.toThrow('ended with 2');
  });

  it('is asked to end when the operator presses Ctrl-C, and ends in order', async () => {
    const script = join(dir, 'interrupt.ts');
    const path = join(dir, 'terraform');
    const lines = [
      `process.on('SIGINT', () => { console.log('interrupted'); process.exit(1); });`,
      `setInterval(() => undefined, 1000);`,
      `console.log('works');`,
    ];
    writeFileSync(path, [`#!${process.execPath}`, ...lines].join('\n'));
    const run = JSON.stringify({ path, argv: [], dir: '.', env: {} });
    writeFileSync(
      script,
      [
        `const { runTerraform } = await import(${JSON.stringify(join(import.meta.dirname, 'run-terraform.ts'))});`,
        `const { code, isInterrupted } = await runTerraform({ ...${run}, onLine: (line) => console.log(line) });`,
        `console.log(JSON.stringify({ code, isInterrupted }));`,
      ].join('\n'),
    );
    const argv = ['--disable-warning=ExperimentalWarning', script];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    const heard: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      heard.push(line);
      if (line === 'works') child.kill('SIGINT');
    }
    expect(heard).toEqual(['works', 'interrupted', '{"code":1,"isInterrupted":true}']);
  });

  it('is not asked twice by one Ctrl-C, which a terminal and a wrapper both pass on', () => {
    let [now, asked] = [0, 0];
    const interrupt = oncePer(
      2_000,
      () => now,
      () => (asked += 1),
    );
    interrupt();
    now = 50;
    interrupt();
    expect(asked).toBe(1);
    now = 2_050;
    interrupt();
    expect(asked).toBe(2);
  });
});

describe('the last words of a failed run', () => {
  it('are its errors and where they are, not the frame around them', () => {
    const said = [
      'aws_vpc.a: Creating...',
      '│ Error: no way',
      '│ ',
      '│   with aws_vpc.a,',
      '│   on cdk.tf.json line 9, in x:',
      '│    9: }',
    ];
    expect(lastWords(said)).toEqual(['Error: no way', 'with aws_vpc.a,']);
    expect(lastWords(['', 'killed', ''])).toEqual(['killed']);
  });
});

describe('a state', () => {
  const withResources = (resources: object[]): string =>
    JSON.stringify({ format_version: '1.0', values: { root_module: { child_modules: [{ resources }] } } });

  it('holds resources when one is managed, in whatever module', () => {
    expect(holdsResources('{"format_version":"1.0"}')).toBe(false);
    expect(holdsResources(withResources([{ mode: 'data' }]))).toBe(false);
    expect(holdsResources(withResources([{ mode: 'managed' }]))).toBe(true);
  });
});
