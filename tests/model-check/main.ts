/**
 * `node scripts/on-node22.mjs tests/model-check/main.ts [--config NAME]… [--deep] [--states N] [--json]`: every state of each configuration under the
 * table that production executes. Exit code 1: a property is violated, a transition never happened, or a configuration was not exhausted; 2: usage.
 */
import { parseArgs } from 'node:util';
import { PRODUCTION } from './protocol.ts';
import { aboutOf, DEEP_NAMES, DEFAULT_NAMES, run, type Run, unseen } from './run.ts';

const usage = `usage: node scripts/on-node22.mjs tests/model-check/main.ts [--config NAME]... [--deep] [--states N] [--json]
  --config NAME  only this configuration (may be given more than once)
  --deep         the larger ones as well
  --states N     give up a configuration beyond N states (default 6000000)
  --json         one JSON object on standard output
configurations:
${[...DEFAULT_NAMES, ...DEEP_NAMES].map((name) => `  ${name.padEnd(19)} ${aboutOf(name)}`).join('\n')}`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readFlags() {
  try {
    return parseArgs({
      options: {
        config: { type: 'string', multiple: true, default: [] },
        deep: { type: 'boolean', default: false },
        states: { type: 'string', default: '6000000' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

const flags = readFlags();
if (flags.help) {
  console.log(usage);
  process.exit(0);
}
const states = Number(flags.states);
if (!Number.isInteger(states) || states < 1) fail(`--states ${flags.states}: a positive integer is needed`);
const unknown = flags.config.filter((name) => ![...DEFAULT_NAMES, ...DEEP_NAMES].includes(name));
if (unknown.length > 0) fail(`--config ${unknown.join(', ')}: no such configuration\n${usage}`);
const names = flags.config.length > 0 ? flags.config : flags.deep ? [...DEFAULT_NAMES, ...DEEP_NAMES] : DEFAULT_NAMES;
const say = (line: string): void => (flags.json ? undefined : console.log(line));

say(
  [
    'configuration'.padEnd(19),
    'states'.padStart(9),
    'transitions'.padStart(12),
    'depth'.padStart(6),
    'seconds'.padStart(8),
  ].join(' '),
);
const runs: Run[] = [];
for (const name of names) {
  const report = await run(name, PRODUCTION, { states });
  if (!report) continue;
  runs.push(report);
  print(report);
}
const missing = flags.config.length > 0 ? [] : unseen(runs);
const violated = runs.flatMap(({ violations }) => violations);
const unfinished = runs.filter(({ isComplete }) => !isComplete).map(({ name }) => name);
const isGood = missing.length + violated.length + unfinished.length === 0;
if (flags.json) console.log(JSON.stringify({ holds: isGood, missing, unfinished, configurations: runs }));
else console.log(verdict());
process.exitCode = isGood ? 0 : 1;

function print({ name, states: count, transitions, depth, seconds, violations }: Run): void {
  const columns = [
    name.padEnd(19),
    String(count).padStart(9),
    String(transitions).padStart(12),
    String(depth).padStart(6),
  ];
  say([...columns, seconds.toFixed(1).padStart(8)].join(' '));
  for (const { what, trace } of violations) {
    say(`\n${name}: ${what}`);
    for (const [i, { label, changed }] of trace.entries()) {
      say(`${String(i + 1).padStart(4)}. ${label}`);
      for (const line of changed) say(`        ${line}`);
    }
    say('');
  }
}

function verdict(): string {
  const parts = [
    ...(violated.length > 0 ? [`${violated.length} violations: ${violated.map(({ what }) => what).join('; ')}`] : []),
    ...(unfinished.length > 0 ? [`not exhausted: ${unfinished.join(', ')}`] : []),
    ...(missing.length > 0 ? [`never happened: ${missing.join(', ')}`] : []),
  ];
  const total = runs.reduce((sum, { states: count }) => sum + count, 0);
  return isGood
    ? `the table holds in ${runs.length} configurations, ${total} states`
    : `the table does not hold: ${parts.join(' · ')}`;
}
