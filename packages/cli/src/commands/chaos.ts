/** `reelyard chaos`: a real farm under fire, and whether it kept its promises. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../bundle/repository.ts';
import { type Timers } from '../chaos/chaos-farm.ts';
import { toWords } from '../chaos/chaos-words.ts';
import { FAULT_KINDS, type FaultKind } from '../chaos/fault-kinds.ts';
import { runChaos } from '../chaos/run-chaos.ts';
import { type PlanName, PLANS } from '../chaos/scenario.ts';
import { CommandError, EXIT, type ExitCode } from '../exit-code.ts';
import { type Output } from '../output.ts';

export interface ChaosFlags {
  jobs: string;
  seed?: string;
  faults?: string;
  plan?: string;
  timers?: string;
  dir?: string;
}

const MOST_JOBS = 10_000;

export async function chaos(flags: ChaosFlags, output: Output): Promise<ExitCode> {
  const jobs = readWhole('--jobs', flags.jobs, 1, MOST_JOBS);
  const seed = readWhole('--seed', flags.seed ?? String(Date.now() % 1_000_000), 0, 2 ** 32 - 1);
  const faults = readFaults(flags.faults);
  const plan = readPlan(flags.plan);
  if (plan !== 'storm' && flags.faults !== undefined)
    throw new CommandError(EXIT.usage, `--faults: the plan ${plan} has its own faults`);
  const timers = readTimers(flags.timers, plan);
  const dir = flags.dir ?? (await freshDir());
  const startedAt = Date.now();
  const say = (text: string): void =>
    console.error(`▸ ${String(Math.round((Date.now() - startedAt) / 1_000)).padStart(4)} s  ${text}`);
  say(`seed ${seed}, everything in ${dir}`);
  const result = await runChaos({ plan, jobs, seed, faults, dir, say, ...(timers && { timers }) });
  output.result(result, toWords(result));
  if (!result.ok) console.error(`✗ state, logs and histories stay in ${dir}`);
  return result.ok ? EXIT.ok : EXIT.failed;
}

export function readPlan(text: string | undefined): PlanName {
  const plan = PLANS.find((each) => each === (text ?? 'storm'));
  if (plan) return plan;
  throw new CommandError(EXIT.usage, `--plan ${text ?? ''}: there are ${PLANS.join(', ')}`);
}

/** Only half a fleet is struck with either; a storm on timers of production would take hours. */
export function readTimers(text: string | undefined, plan: PlanName): Timers | undefined {
  if (text === undefined) return undefined;
  if (plan !== 'half-the-fleet') throw new CommandError(EXIT.usage, `--timers: the plan ${plan} has its own timers`);
  if (text === 'short' || text === 'default') return text;
  throw new CommandError(EXIT.usage, `--timers ${text}: there are short, default`);
}

function readWhole(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= from && value <= to) return value;
  throw new CommandError(EXIT.usage, `${name} ${text}: a whole number from ${from} to ${to} is needed`);
}

export function readFaults(text: string | undefined): readonly FaultKind[] {
  if (text === undefined) return FAULT_KINDS;
  return text.split(',').map((name) => {
    const kind = FAULT_KINDS.find((each) => each === name.trim());
    if (kind) return kind;
    throw new CommandError(EXIT.usage, `--faults ${name}: there are ${FAULT_KINDS.join(', ')}`);
  });
}

async function freshDir(): Promise<string> {
  const parent = repository('.reelyard');
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, 'chaos-'));
}
