import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProcess, listProcesses } from '@reelyard/runtime';
import { type ServiceRecord } from './instance.ts';
import { Machine } from './machine.ts';
import { Supervisor } from './supervisor.ts';
import { until } from './test-cloud.ts';

let folder: string;
let machine: Machine;
let supervisor: Supervisor;
let services: Record<string, ServiceRecord>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
  services = {};
  machine = new Machine({ id: `i-${randomUUID()}`, folder, environment: () => ({ PATH: process.env['PATH'] ?? '' }) });
  machine.prepare();
  const quiet = { save: () => undefined, log: () => undefined };
  supervisor = new Supervisor({ machine, environment: () => ({}), services, now: () => 0, ...quiet });
});
afterEach(async () => {
  supervisor.off();
  await machine.powerOff();
  rmSync(folder, { recursive: true, force: true });
});

function write(...lines: string[]): void {
  writeFileSync(join(folder, 'etc/systemd/system/a.service'), ['[Service]', ...lines].join('\n'));
}

describe('the supervisor', () => {
  it('takes the exit code of a service from its end, not from a look that comes before the news of it', async () => {
    write(`ExecStart=/bin/sh -c 'exit 0'`, 'Restart=on-failure', 'RestartSec=1ms');
    await supervisor.start('a');
    const pid = services['a']?.main?.pid ?? 0;
    // Nothing else happens meanwhile: the end is known to the process table alone.
    while (findProcess(pid));
    supervisor.watch(listProcesses());
    await until('it has ended', () => services['a']?.main === undefined);
    expect(services['a']).toMatchObject({ lastExit: { code: 0, signal: null }, restarts: 0, isWanted: false });
  });
});
