/**
 * `npm run bench -- NAME [--json] [--assert] [--jobs N]`: figures as ratios to a peer or a limit in the same run. `scaler` takes
 * `[--quick] [--ablate] [--pareto] [--family NAME]… [--trace FILE]…` besides, and counts seeds as jobs.
 * With `--assert` a figure beyond its limit exits 1.
 */
import { parseArgs } from 'node:util';
import { type Bench, type BenchOptions, type BenchReport, UsageError } from './bench.ts';

const benches: Record<string, () => Promise<Bench>> = {
  submit: async () => (await import('./submit.ts')).submitBench,
  batch: async () => (await import('./batch.ts')).batchBench,
  dispatch: async () => (await import('./dispatch.ts')).dispatchBench,
  webhook: async () => (await import('./webhook.ts')).webhookBench,
  memory: async () => (await import('./memory.ts')).memoryBench,
  tick: async () => (await import('./tick.ts')).tickBench,
  engine: async () => (await import('./engine.ts')).engineBench,
  streams: async () => (await import('./streams.ts')).streamsBench,
  'scale-in': async () => (await import('./scale-in.ts')).scaleInBench,
  reaction: async () => (await import('./reaction.ts')).reactionBench,
  scaler: async () => (await import('./scaler.ts')).scalerBench,
  'scaler-tick': async () => (await import('./scaler-tick.ts')).scalerTickBench,
  freeze: async () => (await import('./freeze.ts')).freezeBench,
  'queue-outage': async () => (await import('./queue-outage.ts')).queueOutageBench,
  'ledger-outage': async () => (await import('./ledger-outage.ts')).ledgerOutageBench,
  'one-key': async () => (await import('./one-key.ts')).oneKeyBench,
};

const usage = `usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--assert] [--jobs N]
       scaler: [--quick] [--ablate] [--pareto] [--family NAME]... [--trace FILE]...; its jobs are seeds
       queue-outage, ledger-outage: [--seconds N] of the outage
       streams: [--seconds N] of the measurement; its jobs are streams`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    assert: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    jobs: { type: 'string' },
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    ablate: { type: 'boolean', default: false },
    pareto: { type: 'boolean', default: false },
    family: { type: 'string', multiple: true, default: [] },
    trace: { type: 'string', multiple: true, default: [] },
  },
});
const load = benches[positionals[0] ?? ''];
if (values.help || !load) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
const jobs = readCount('jobs');
const seconds = readCount('seconds');

const bench = await load();
const report = await runOrExplain({
  ...(jobs === undefined ? {} : { jobs }),
  ...(seconds === undefined ? {} : { seconds }),
  quick: values.quick,
  ablate: values.ablate,
  pareto: values.pareto,
  families: values.family,
  traces: values.trace,
  say: (text) => console.error(text),
});
print(report);
process.exit(values.assert && report.misses.length > 0 ? 1 : 0);

function readCount(name: 'jobs' | 'seconds'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  console.error(`--${name} ${text}: a positive integer is needed`);
  process.exit(2);
}

/** A wrong option is no crash. */
async function runOrExplain(options: BenchOptions): Promise<BenchReport> {
  try {
    return await bench.run(options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

function print({ figures, misses, text }: BenchReport): void {
  if (values.json) {
    console.log(JSON.stringify({ ...figures, misses }));
    return;
  }
  console.log(text ?? JSON.stringify(figures, null, 2));
  console.log(misses.length === 0 ? 'within every limit' : `beyond a limit:\n  ${misses.join('\n  ')}`);
}
