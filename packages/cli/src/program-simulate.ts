/** `simulate` with its options, as commander parses them. The simulator is loaded when it runs. */
import { type Command } from 'commander';
import type { SimulateFlags } from './commands/simulate-flags.ts';
import { createOutput } from './output.ts';

const EXAMPLES = `
Examples:
  reelyard simulate --synthetic sessions
  reelyard simulate --synthetic wave --warm 8 --policy all --seeds 5 --plot pareto.svg
  reelyard simulate --trace arrivals.csv --policy reelyard,keda-2 --boot 180 --objective 120 --json
  reelyard simulate --trace arrivals.csv --plot day.svg
  reelyard simulate --replay scaler.log --policy-file policy.json

Columns of a trace: arrival_seconds,service_seconds and optionally lane,tenant,deadline_seconds,features (frames=300;pixels=2073600;engine=reel).`;

export function addSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description("run a trace through the scaler's own law and others in virtual time, or replay its decisions")
    .option('--trace <file>', 'arrivals as CSV')
    .option('--synthetic <name>', 'a generated trace: sessions, wave, heavy-tail')
    .option('--days <n>', 'length of a generated trace (default 30)')
    .option('--seed <n>', 'of generator, boots, failures and interruptions (default 1)')
    .option('--seeds <n>', 'so many seeds from --seed on: mean and 95 % confidence interval (default 1)')
    .option('--policy <name>', 'repeatable, or a list with commas, or all (default reelyard)', collect)
    .option('--boot <seconds>', 'median of a cold boot (default 240)')
    .option('--warm <n>', 'stopped machines of the warm pool (default 0)')
    .option('--warm-boot <seconds>', 'median of a start out of the warm pool (default 45)')
    .option('--spot-hazard <n>', 'adds a spot pool whose machines meet so many interruptions an hour')
    .option('--objective <seconds>', 'start-within objective of the standard lane (default 300)')
    .option('--lag <seconds>', "age of what counting policies read (default: each policy's own)")
    .option('--max <n>', 'most machines at once (default 200)')
    .option('--score-from <share>', 'share of the trace that is run and not scored (default 0)')
    .option('--bound', 'solve the lower bound of each trace, too: a month takes minutes')
    .option('--plot <file.svg>', 'machines, queue and waits over time; with several policies cost against objective')
    .option('--replay <log>', 'decide again what a log of the scaler holds, and print where decisions differ')
    .option('--policy-file <file.json>', 'changes to the policy for --replay')
    .option('--json', 'print one JSON document; progress stays on standard error')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json, ...flags }: SimulateFlags & { json?: boolean }) =>
      (await import('./commands/simulate.ts')).simulateFarm(flags, createOutput(json ?? false)),
    );
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
