/** `plan-capacity` with its options, as commander parses them. The simulator is loaded when it runs. */
import { type Command } from 'commander';
import type { PlanCapacityFlags } from './commands/plan-capacity-flags.ts';
import { createOutput } from './output.ts';

const EXAMPLES = `
Examples:
  reelyard plan-capacity                                        the farm that is up on this machine
  reelyard plan-capacity --env prod --tenant acme --tenant globex --days 30
  reelyard plan-capacity --env prod --tenant acme --boot 60,120,240 --warm 0,4,8 --spot-share 0,0.8
  reelyard plan-capacity --log agents.log.gz --env dev --json
  reelyard plan-capacity --env prod --tenant acme --export past.csv
  reelyard plan-capacity --trace past.csv --objective 60,120,300 --plot plan.svg

Where the past comes from: --trace, else --log, else the ledger of --env, else the farm that is up. With --trace or --log,
--env names whose settings are today's (default prod). Lists take commas. Exit codes: 0 done · 2 usage · 4 no farm or AWS answers ·
5 not deployed, or nothing was served yet.`;

export function addPlanCommand(program: Command): void {
  program
    .command('plan-capacity')
    .description('what the past would have cost and waited under other settings; changes nothing')
    .option('--env <env>', 'a deployed environment: dev, prod')
    .option('--dir <dir>', 'folder of the local farm')
    .option('--tenant <tenant>', 'whose jobs; repeatable (default demo on a local farm)', collect)
    .option('--days <n>', 'how far back the ledger is read (default 30)')
    .option(
      '--log <file>',
      'log of agents, or of the scaler with LOG_SNAPSHOTS=true; NDJSON or out of CloudWatch, .gz too; repeatable',
      collect,
    )
    .option('--trace <file>', 'arrivals as CSV')
    .option('--export <file>', 'write the past as such a CSV, and simulate nothing')
    .option('--boot <list>', 'seconds of a cold boot (default today’s)')
    .option('--warm <list>', 'stopped machines of the warm pool (default around today’s)')
    .option('--objective <list>', 'start-within seconds of the standard lane (default today’s)')
    .option('--spot-share <list>', 'share of the most machines that may be spot, 0 to 1 (default 0 and today’s)')
    .option('--spot-hazard <n>', 'interruptions that a spot machine meets in an hour (default today’s, else 0.05)')
    .option('--warm-boot <seconds>', 'median of a start out of the warm pool (default today’s, else 45)')
    .option('--seed <n>', 'of boots, failures and interruptions (default 1)')
    .option('--seeds <n>', 'so many seeds from --seed on: means, and 95 % confidence (default 1)')
    .option('--plot <file.svg>', 'cost against waits, a point a setting')
    .option('--json', 'print one JSON document; progress stays on standard error')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json, ...flags }: PlanCapacityFlags & { json?: boolean }) =>
      (await import('./commands/plan-capacity.ts')).planCapacity(flags, createOutput(json ?? false)),
    );
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
