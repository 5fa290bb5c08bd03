/** What `systemctl` says of a service. Reads the process table, changes nothing. */
import { type ServiceRecord } from './instance.ts';
import { isAlive } from './process-key.ts';

/** An answer to `systemctl`: what it prints and its exit code. */
export interface Answer {
  code: number;
  text: string;
}

/** systemctl(1): 3 is "not active". */
const INACTIVE = 3;

export function describeService(verb: string, name: string, record: ServiceRecord | undefined): Answer {
  if (verb === 'is-enabled')
    return record?.isEnabled ? { code: 0, text: 'enabled\n' } : { code: 1, text: 'disabled\n' };
  const state = stateOf(record);
  const code = state === 'active' ? 0 : INACTIVE;
  if (verb === 'is-active') return { code, text: `${state}\n` };
  const pid = runningPid(record) ?? 0;
  const restarts = record?.restarts ?? 0;
  if (verb === 'show') return { code: 0, text: `MainPID=${pid}\nActiveState=${state}\nNRestarts=${restarts}\n` };
  return { code, text: `* ${name}.service\n     Active: ${state}\n   Main PID: ${pid}\n   Restarts: ${restarts}\n` };
}

function stateOf(record: ServiceRecord | undefined): string {
  if (!record) return 'inactive';
  if (runningPid(record) !== undefined) return 'active';
  const { lastExit } = record;
  if (record.isWanted) return lastExit ? 'activating' : 'active';
  return lastExit && lastExit.code !== 0 && lastExit.signal !== 'SIGTERM' ? 'failed' : 'inactive';
}

function runningPid(record: ServiceRecord | undefined): number | undefined {
  return record?.main && isAlive(record.main) ? record.main.pid : undefined;
}
