/**
 * A farm that records its history: the loopback AWS, a job server and real agents as processes, the log of each agent under its name,
 * and a client that records what it was told. Invariant: `stop` ends every process, frozen ones too.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CheckResult, checkHistories, ControlDoor, RecordedClient } from '@reelyard/cli';
import { auditJob, createDynamoLedger, type Ledger, openHistory, type Recorder } from '@reelyard/ledger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentProcess, type LogRecord, startAgentProcess } from '../dispatch/agent-process.ts';
import { type BenchEngine, type Ground, startGround } from '../dispatch/dispatch-farm.ts';
import { Said } from './said.ts';

export const TENANT = 'bench';

type Environment = Readonly<Record<string, string>>;

export interface CrewOptions {
  agents: number;
  engine?: BenchEngine;
  /** Environment variables over the defaults of every service, or what makes them of those defaults. */
  overrides?: Environment | ((env: Environment) => Promise<Environment>);
  /** Over those, of one agent. */
  agentOverrides?(env: Environment, agent: string): Environment;
  say(text: string): void;
}

export interface Crew {
  readonly ground: Ground;
  readonly ledger: Ledger;
  readonly door: ControlDoor;
  readonly client: RecordedClient;
  readonly history: Recorder;
  readonly agents: ReadonlyMap<string, AgentProcess>;
  readonly said: Said;
  /** One `rest` note a job, then the verdict over what every process recorded. */
  judge(jobs: readonly string[], required: readonly string[]): Promise<CheckResult>;
  stop(): Promise<void>;
}

export async function startCrew(options: CrewOptions): Promise<Crew> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-history-'));
  const { overrides = {} } = options;
  const ground = await startGround(options.engine, async (env) => ({
    HISTORY_DIR: dir,
    ...(typeof overrides === 'function' ? await overrides(env) : overrides),
  })).catch((error: unknown) => {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  });
  // REELYARD_KEEP_FARMS: the histories can be read afterwards.
  if (process.env['REELYARD_KEEP_FARMS'] === undefined)
    ground.onStop(async () => rmSync(dir, { recursive: true, force: true }));
  else options.say(`histories in ${dir}`);
  try {
    return await assemble(ground, dir, options);
  } catch (error) {
    await ground.stop();
    throw error;
  }
}

async function assemble(ground: Ground, dir: string, options: CrewOptions): Promise<Crew> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'local' };
  const dynamo = new DynamoDBClient({ endpoint: ground.cloud.ready, region: 'us-east-1', credentials, maxAttempts: 8 });
  ground.onStop(async () => dynamo.destroy());
  const ledger = createDynamoLedger({ client: dynamo, table: ground.env['LEDGER_TABLE'] ?? '' });
  const history = openHistory(dir, 'bench');
  const said = new Said();
  const agents = await hire(ground, said, options);
  return {
    ...{ ground, ledger, history, agents, said },
    door: new ControlDoor(ground.cloud.ready),
    client: new RecordedClient(ground.address, TENANT, history),
    judge: async (jobs, required) => {
      for (const job of jobs) await auditJob(ledger, history, { tenant: TENANT, job });
      return checkHistories([dir], { required, mayBeUnfinished: false });
    },
    stop: () => ground.stop(),
  };
}

/** A few at a time: each start is a second of CPU. */
const AT_ONCE = 4;

async function hire(
  ground: Ground,
  said: Said,
  { agents, agentOverrides = () => ({}), say }: CrewOptions,
): Promise<Map<string, AgentProcess>> {
  const hired = new Map<string, AgentProcess>();
  if (agents === 0) return hired;
  const bundle = await ground.bundleAgent();
  const names = Array.from({ length: agents }, (_, n) => `i-${n + 1}`);
  for (let from = 0; from < names.length; from += AT_ONCE)
    await Promise.all(
      names.slice(from, from + AT_ONCE).map(async (name) => {
        const env = ground.agentEnv(name);
        const agent = await startAgentProcess(bundle, { ...env, ...agentOverrides(env, name) });
        ground.onStop(async () => {
          agent.signal('SIGCONT');
          await agent.stop();
        });
        agent.onRecord((record: LogRecord) => said.add(name, record));
        hired.set(name, agent);
      }),
    );
  say(`${agents} agents`);
  return hired;
}
