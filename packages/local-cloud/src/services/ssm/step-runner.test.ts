import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Machine } from '../../instances/machine.ts';
import { isAlive, type ProcessKey, signal } from '../../instances/process-key.ts';
import { type Script } from './document-content.ts';
import { type StepEnd, StepRunner } from './step-runner.ts';

let folder: string;
let machine: Machine;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-runner-'));
  machine = new Machine({ id: `i-${randomUUID()}`, folder, environment: () => ({}) });
});
afterEach(async () => {
  await machine.powerOff();
  rmSync(folder, { recursive: true, force: true });
});

describe('a step', () => {
  it('has its exit code also when its wrapper wrote it and ended while we were looking', async () => {
    const { key } = machine.spawn({ program: '/bin/sleep', args: ['600'], stdout: join(folder, 'out') });
    const script: Script = {
      ...{ name: 'step', text: '', timeoutSeconds: 60, workingDirectory: '', onFailure: 'exit' },
      ...{ exitsOnSuccess: false, isFinal: false, isSkipped: false },
    };
    const end = await new Promise<StepEnd>((resolve) => {
      const now = (): number => {
        writeFileSync(join(folder, 'code'), '7\n');
        endNow(key);
        return 0;
      };
      new StepRunner({ machine, script, folder, deadline: 1, now, finish: resolve }).watch(key);
    });
    expect(end).toEqual({ kind: 'exited', code: 7 });
  });
});

/** The process is no more when this returns, and nothing else has happened meanwhile. */
function endNow(key: ProcessKey): void {
  signal(key.pid, 'SIGKILL');
  while (isAlive(key));
}
