import { describe, expect, it } from '@jest/globals';
import { type Boot } from '@reelyard/contracts';
import { aBoot, aRow, NOW } from './builders.ts';
import { findBootResult } from './boot-result.ts';
import { bootPolicy, type BootSight, type CommandView, decideBootstrap } from './decide-bootstrap.ts';

const held = { lifecycle: 'Pending:Wait' };
const line = (result: object): string => `step=preflight\n${JSON.stringify(result)}\n`;

function decide(boot: Partial<Boot>, seen: BootSight = held) {
  const row = aRow({
    state: 'booting',
    boot: aBoot({ phase: 'pending-wait', launchedAt: NOW - 1_000, sends: 0, heartbeatAt: NOW, ...boot }),
  });
  return decideBootstrap(row, seen, bootPolicy, NOW);
}

const sent: Partial<Boot> = {
  phase: 'command-sent',
  commandId: 'c',
  commandSentAt: NOW - 5_000,
  ssmOnlineAt: NOW - 5_000,
  sends: 1,
};
const ended = (command: Partial<CommandView>): BootSight => ({
  ...held,
  command: { status: 'failed', output: '', ...command },
});
const exits = (code: number): BootSight => ended({ exitCode: code, output: line({ ok: false, code, message: 'why' }) });

describe('bootstrap of an instance', () => {
  it.each<[string, Partial<Boot>, BootSight, object]>([
    ['waits while SSM is not online', {}, held, { kind: 'wait' }],
    ['sends the document once SSM is online', {}, { ...held, isOnline: true }, { kind: 'send', mode: 'full' }],
    ['reboots once after 180 s', { launchedAt: NOW - 180_000 }, held, { kind: 'reboot' }],
    ['does not reboot twice', { launchedAt: NOW - 200_000, rebootedAt: NOW - 20_000 }, held, { kind: 'wait' }],
    [
      'gives up after 300 s offline',
      { launchedAt: NOW - 300_000, rebootedAt: NOW },
      held,
      { kind: 'finish', result: { ok: false } },
    ],
    ['keeps the hook alive each minute', { heartbeatAt: NOW - 60_000 }, held, { kind: 'heartbeat' }],
    ['waits while the command runs', sent, ended({ status: 'running' }), { kind: 'wait' }],
    [
      'keeps the hook alive while the command runs',
      { ...sent, heartbeatAt: NOW - 61_000 },
      ended({ status: 'running' }),
      { kind: 'heartbeat' },
    ],
    [
      'cancels after 20 min',
      { ...sent, commandSentAt: NOW - 1_200_000 },
      ended({ status: 'running' }),
      { kind: 'finish', cancels: 'c' },
    ],
    [
      'sends again when the sender died in between',
      { phase: 'command-sent', sends: 1, commandSentAt: NOW - 30_000 },
      held,
      { kind: 'send' },
    ],
    [
      'leaves a send under way alone',
      { phase: 'command-sent', sends: 1, commandSentAt: NOW - 1_000 },
      held,
      { kind: 'wait' },
    ],
    ['retries 15 s after the first exit 10', sent, exits(10), { kind: 'retry', at: NOW + 15_000 }],
    ['retries 45 s after the second exit 10', { ...sent, sends: 2 }, exits(10), { kind: 'retry', at: NOW + 45_000 }],
    ['gives up after the third exit 10', { ...sent, sends: 3 }, exits(10), { kind: 'finish', result: { code: 10 } }],
    ['waits for the time of the retry', { ...sent, retryAt: NOW + 1 }, held, { kind: 'wait' }],
    ['sends at the time of the retry', { ...sent, retryAt: NOW }, held, { kind: 'send' }],
    [
      'gives up at once on exit 20',
      sent,
      exits(20),
      { kind: 'finish', result: { ok: false, code: 20, message: 'why' } },
    ],
    ['waits for a seat', sent, exits(30), { kind: 'retry', at: NOW + 30_000 }],
    [
      'gives up a seat after 5 min',
      { ...sent, ssmOnlineAt: NOW - 300_000 },
      exits(30),
      { kind: 'finish', result: { code: 30 } },
    ],
    ['resends what was undeliverable', sent, ended({ status: 'undeliverable' }), { kind: 'retry', at: NOW }],
    ['resends it once only', { ...sent, sends: 2 }, ended({ status: 'undeliverable' }), { kind: 'finish' }],
    [
      'keeps the output of a time-out',
      sent,
      ended({ status: 'timed-out', output: 'step=smoke' }),
      { kind: 'finish', output: 'step=smoke' },
    ],
    [
      'takes exit 0 without a result line for a failure',
      sent,
      ended({ status: 'success', exitCode: 0 }),
      { kind: 'finish', result: { ok: false } },
    ],
    [
      'finishes on ok',
      sent,
      ended({ status: 'success', output: line({ ok: true, code: 0 }) }),
      { kind: 'finish', result: { ok: true } },
    ],
    [
      'lets the instance in',
      { phase: 'command-done', result: { ok: true, code: 0 } },
      held,
      { kind: 'complete', outcome: 'CONTINUE' },
    ],
    [
      'leaves a failed one to the scaler',
      { phase: 'command-done', result: { ok: false, code: 20 } },
      held,
      { kind: 'wait' },
    ],
    [
      'abandons it when the scaler did not end it',
      { phase: 'command-done', result: { ok: false, code: 20 }, heartbeatAt: NOW - 60_000 },
      held,
      { kind: 'complete', outcome: 'ABANDON' },
    ],
    [
      'settles when the hook was completed already',
      { phase: 'command-done', result: { ok: true, code: 0 } },
      { lifecycle: 'InService' },
      { kind: 'settle' },
    ],
    ['is gone when the hook timed out', sent, { lifecycle: 'Terminating:Wait' }, { kind: 'gone' }],
    ['is gone when the group has forgotten it', sent, {}, { kind: 'gone' }],
    [
      'only installs into a warm pool',
      { destination: 'WarmPool' },
      { lifecycle: 'Warmed:Pending:Wait', isOnline: true },
      { kind: 'send', mode: 'install' },
    ],
    ['starts out of a warm pool', { origin: 'WarmPool' }, { ...held, isOnline: true }, { kind: 'send', mode: 'start' }],
    [
      'has 90 s out of a warm pool',
      { ...sent, origin: 'WarmPool', commandSentAt: NOW - 90_000 },
      ended({ status: 'running' }),
      { kind: 'finish', cancels: 'c' },
    ],
    [
      'pages for a transition that it does not know',
      { destination: 'Moon', heartbeatAt: NOW - 60_000 },
      held,
      { kind: 'page' },
    ],
    [
      'never abandons what it does not know',
      { destination: 'Moon', launchedAt: NOW - 900_000 },
      held,
      { kind: 'wait' },
    ],
    ['does nothing once it has ended', { phase: 'continued' }, held, { kind: 'wait' }],
  ])('%s', (_, boot, seen, expected) => {
    expect(decide(boot, seen)).toMatchObject(expected);
  });
});

describe('the output of a bootstrap', () => {
  it('is read from its last result line, whatever stands around it', () => {
    const output = `{"ok":true,"code":0}\nnoise {\n{"ok":false,"code":20,"message":"x"}\n{"other":1}\n`;
    expect(findBootResult(output)).toEqual({ ok: false, code: 20, message: 'x' });
    expect(findBootResult('nothing')).toBeUndefined();
  });
});
