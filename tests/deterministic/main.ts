/**
 * `node scripts/on-node22.mjs tests/deterministic/main.ts [--seeds N] [--from S] [--seed S] [--plan JSON] [--faults LIST] [--json]`: whole farms
 * on virtual time. Exit code 1: a promise is broken, a seed was not the same twice, or something never happened; 2: usage.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { missingOf, runCampaign } from './campaign.ts';
import { type Catch, reduce } from './hunt.ts';
import { makePlan } from './make-plan.ts';
import { type FaultKind, FAULT_KINDS, type Plan } from './plan.ts';
import { readPlan } from './read-plan.ts';
import { type Outcome, runPlan } from './run-plan.ts';

const COMMAND = 'node scripts/on-node22.mjs tests/deterministic/main.ts';
const usage = `usage: ${COMMAND} [options]
  --seeds N       lives of N farms (default 1000); then all transitions, faults and tellings must have happened
  --from S        seed of the first (default 1)
  --seed S        this one alone, with its plan and its history's hash
  --plan JSON     this plan, as a failing run prints it
  --faults LIST   only these kinds of faults, separated by commas; none for no fault
  --history DIR   the history of the one farm as a file there, for reelyard check
  --no-shrink     a failing seed is only told
  --json          one JSON object on standard output
kinds of faults: ${FAULT_KINDS.join(', ')}`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readFlags() {
  try {
    return parseArgs({
      allowNegative: true,
      options: {
        seeds: { type: 'string', default: '1000' },
        from: { type: 'string', default: '1' },
        seed: { type: 'string' },
        plan: { type: 'string' },
        faults: { type: 'string' },
        history: { type: 'string' },
        shrink: { type: 'boolean', default: true },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

const flags = readFlags();
const say = (line: string): void => (flags.json ? undefined : console.log(line));

function countOf(name: string, text: string): number {
  const count = Number(text);
  return Number.isSafeInteger(count) && count >= 1 ? count : fail(`--${name} ${text}: a positive integer is needed`);
}

function readKinds(text: string | undefined): readonly FaultKind[] {
  if (text === undefined) return FAULT_KINDS;
  const names = text.split(',').filter((name) => name !== '' && name !== 'none');
  const unknown = names.filter((name) => !FAULT_KINDS.includes(name as FaultKind));
  if (unknown.length > 0) fail(`--faults ${unknown.join(', ')}: no such kind\n${usage}`);
  return names as FaultKind[];
}

function planOf(text: string): Plan {
  const plan = readPlan(text);
  return typeof plan === 'string' ? fail(`--plan: ${plan}`) : plan;
}

async function one(plan: Plan): Promise<boolean> {
  const outcome = await runPlan(plan);
  if (flags.history !== undefined) keep(flags.history, outcome);
  const { seed, hash, findings, steps, virtualMs, history } = outcome;
  if (flags.json) {
    const { transitions, faults, tellings } = outcome;
    const maps = Object.entries({ transitions, faults, tellings });
    const counts = Object.fromEntries(maps.map(([name, map]) => [name, Object.fromEntries(map)]));
    console.log(
      JSON.stringify({ holds: findings.length === 0, seed, hash, steps, virtualMs, ...counts, findings, plan }),
    );
    return findings.length === 0;
  }
  say(JSON.stringify(plan));
  say(
    `seed ${seed}: hash ${hash}, ${steps} steps, ${history.length} lines, ${Math.round(virtualMs / 1_000)} virtual seconds`,
  );
  const [finding] = findings;
  if (finding) tell(flags.shrink ? await reduce(plan, finding) : undefined, `${finding.property} ${finding.because}`);
  return findings.length === 0;
}

function keep(folder: string, { seed, history }: Outcome): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `seed-${seed}.jsonl`), history.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function tell(caught: Catch | undefined, plainly: string): void {
  if (!caught) return say(plainly);
  const { seed, property, because, shrunkFrom, shrunkTo, runs, lines, plan } = caught;
  say(`seed ${seed} breaks ${property}: ${because}`);
  say(`shrunk from ${shrunkFrom} jobs and faults to ${shrunkTo} in ${runs} runs; the lines that prove it:`);
  for (const line of lines) say(`  ${line}`);
  say(`again: ${COMMAND} --plan '${JSON.stringify(plan)}'`);
}

/** As many broken seeds as anybody looks at. */
const ENOUGH = 5;
const TWICE_EVERY = 50;

async function many(count: number, first: number): Promise<boolean> {
  const kinds = readKinds(flags.faults);
  const startedAt = performance.now();
  const campaign = await runCampaign({
    ...{ first, count, kinds, twiceEvery: TWICE_EVERY, enough: ENOUGH },
    onSeed: (done, failures) => done % 1_000 === 0 && say(`${done} seeds, ${failures} broken`),
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const cpuSeconds = Math.round(process.cpuUsage().user / 100_000) / 10;
  const missing = count >= 1_000 ? missingOf(campaign, kinds) : [];
  const caught: Catch[] = [];
  for (const { seed, findings } of campaign.failures) {
    const [finding] = findings;
    if (!finding) continue;
    if (flags.shrink && finding.property !== 'determinism') caught.push(await reduce(makePlan(seed, kinds), finding));
    tell(caught.at(-1), `seed ${seed} breaks ${finding.property}: ${finding.because}`);
  }
  const holds = campaign.failures.length === 0 && missing.length === 0;
  if (flags.json) console.log(JSON.stringify({ holds, ...campaign, missing, caught, seconds, cpuSeconds }));
  const { seeds, hash, steps, virtualHours } = campaign;
  if (missing.length > 0) say(`never happened: ${missing.join(', ')}`);
  say(
    `${holds ? 'every promise held' : 'BROKEN'}: ${seeds} seeds from ${first}, ${steps} steps in ${virtualHours} virtual hours`,
  );
  say(`${seconds} s (${cpuSeconds} s of CPU), hash of all ${hash}`);
  return holds;
}

if (flags.help) {
  console.log(usage);
  process.exit(0);
}
const holds = await (flags.plan !== undefined
  ? one(planOf(flags.plan))
  : flags.seed !== undefined
    ? one(makePlan(countOf('seed', flags.seed), readKinds(flags.faults)))
    : many(countOf('seeds', flags.seeds), countOf('from', flags.from)));
process.exitCode = holds ? 0 : 1;
