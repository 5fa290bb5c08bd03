/** A farm whose engine has fewer seats than there are agents: every process is real, and each agent's log is kept with its name. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoLedger, type Ledger } from '@reelyard/ledger';
import { type AgentProcess, type LogRecord, startAgentProcess } from '../../bench/dispatch/agent-process.ts';
import { type Ground, startGround } from '../../bench/dispatch/dispatch-farm.ts';
import { listTree } from '../../bench/freeze/process-tree.ts';

export const LEASE_MS = 4_000;
const HEARTBEAT_MS = 500;

/** As in the other farms under test; what counts here is that the lease is eight heartbeats. */
const timers = {
  HEARTBEAT_MS: String(HEARTBEAT_MS),
  LEASE_MS: String(LEASE_MS),
  REAPER_MS: '500',
  SWEEPER_MS: '1000',
  RELAY_MS: '300',
  REEMIT_MS: '2500',
  REEMIT_MAX_MS: '10000',
  // A frozen agent keeps what its long polls were brought for so long.
  QUEUE_VISIBILITY_SECONDS: '3',
  QUEUE_WAIT_SECONDS: '2',
};

export interface Said {
  agent: string;
  event: string;
  at: number;
  record: LogRecord;
}

export interface SeatFarm extends Ground {
  ledger: Ledger;
  agents: ReadonlyMap<string, AgentProcess>;
  /** Of all agents, in the order in which they were heard. */
  said: readonly Said[];
}

export async function startSeatFarm(seats: number, agents: number): Promise<SeatFarm> {
  const dir = licensedEngine(seats);
  const ground = await startGround({ name: 'pro', dir: join(dir, 'pro') }, timers);
  ground.onStop(async () => rmSync(dir, { recursive: true, force: true }));
  try {
    const said: Said[] = [];
    const bundle = await ground.bundleAgent();
    const names = Array.from({ length: agents }, (_, n) => `i-${n + 1}`);
    const started = await Promise.all(
      names.map(async (name) => {
        const agent = await startAgentProcess(bundle, ground.agentEnv(name));
        ground.onStop(agent.stop);
        agent.onRecord((record) => {
          if (typeof record['event'] !== 'string') return;
          said.push({ agent: name, event: record['event'], at: Date.parse(String(record['time'])), record });
        });
        return [name, agent] as const;
      }),
    );
    const credentials = { accessKeyId: 'bench', secretAccessKey: 'local' };
    const dynamo = new DynamoDBClient({ endpoint: ground.cloud.ready, region: 'us-east-1', credentials });
    ground.onStop(async () => dynamo.destroy());
    const ledger = createDynamoLedger({ client: dynamo, table: ground.env['LEDGER_TABLE'] ?? '' });
    return { ...ground, ledger, agents: new Map(started), said };
  } catch (error) {
    await ground.stop();
    throw error;
  }
}

/** The scripted engine under a license. */
function licensedEngine(seats: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-licensed-'));
  const engine = join(dir, 'pro');
  cpSync(resolve(import.meta.dirname, '../../../engines/scripted'), engine, { recursive: true });
  const file = join(engine, 'engine.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...manifest, name: 'pro', license: { seats } }));
  return dir;
}

/** The most engines that ran at one instant, by the clock of their agents' records. */
export function mostAtOnce(said: readonly Said[]): number {
  const changes = said
    .flatMap(({ event, at }) =>
      event === 'engine.started' ? [{ at, by: 1 }] : event === 'engine.exited' ? [{ at, by: -1 }] : [],
    )
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let [running, most] = [0, 0];
  for (const { by } of changes) most = Math.max(most, (running += by));
  return most;
}

/** Whether the leash of an agent's engine has come up: among what the agent started it alone catches SIGHUP, in its first lines. */
export const isLeashed = (agent: number): boolean => listTree(agent).slice(1).some(catchesHangUp);

function catchesHangUp(pid: number): boolean {
  try {
    const [, caught = '0'] = /^SigCgt:\s+(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (BigInt(`0x${caught}`) & 1n) === 1n;
  } catch {
    return false;
  }
}
