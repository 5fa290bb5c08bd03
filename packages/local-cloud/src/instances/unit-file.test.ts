import { describe, expect, it } from '@jest/globals';
import { parseEnvironmentFile, parseSpan, parseUnit, splitCommand, wantsRestart } from './unit-file.ts';

describe('a unit file', () => {
  it('says what to run, with what environment, and when to run it again', () => {
    const unit = parseUnit(`# the agent
[Unit]
Description=ExecStart=not me
[Service]
Environment=A=1 "B=two words"
Environment=C=3
EnvironmentFile=-/etc/agent.env
WorkingDirectory=/opt/reelyard
ExecStart=/bin/old
ExecStart=
ExecStart=/opt/reelyard/node \\
  agent.mjs
Restart=on-failure
RestartSec=5
TimeoutStopSec=2min
KillMode=mixed
`);
    expect(unit).toMatchObject({
      type: 'simple',
      execStart: ['/opt/reelyard/node    agent.mjs'],
      environment: { A: '1', B: 'two words', C: '3' },
      environmentFiles: [{ path: '/etc/agent.env', isOptional: true }],
      workingDirectory: '/opt/reelyard',
      restart: 'on-failure',
      restartMs: 5_000,
      stopMs: 120_000,
      killMode: 'mixed',
    });
    expect(() => parseUnit('[Service]\nType=simple')).toThrow('no ExecStart');
  });

  it('splits its command like systemd does', () => {
    const environment = { NAME: 'a b', LIST: 'x y' };
    expect(splitCommand(`-/bin/run "\${NAME}" 'one two' $LIST pre-\${NAME} $$5`, environment)).toEqual([
      '/bin/run',
      'a b',
      'one two',
      'x',
      'y',
      'pre-a b',
      '$5',
    ]);
  });

  it('restarts by its rule', () => {
    expect(wantsRestart('on-failure', 1, null)).toBe(true);
    expect(wantsRestart('on-failure', null, 'SIGKILL')).toBe(true);
    expect(wantsRestart('on-failure', 0, null)).toBe(false);
    expect(wantsRestart('on-failure', null, 'SIGTERM')).toBe(false);
    expect(wantsRestart('always', 0, null)).toBe(true);
    expect(wantsRestart('no', 1, null)).toBe(false);
  });

  it('reads spans and environment files', () => {
    expect([parseSpan('500ms', 0), parseSpan('1min 30s', 0), parseSpan('7', 0), parseSpan(undefined, 9)]).toEqual([
      500, 90_000, 7_000, 9,
    ]);
    expect(parseEnvironmentFile('# no\nA=1\nB="x y"\n\nbroken\n')).toEqual({ A: '1', B: 'x y' });
  });
});
