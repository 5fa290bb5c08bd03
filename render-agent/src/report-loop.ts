/**
 * Tells the instance row how the agent stands, and hears what the scaler asks: each heartbeat, and soon after a change (at most once a
 * second, so that short jobs do not turn into a write each). Invariant: what is acknowledged was true when the report was composed and
 * stays true until the next directive is heard.
 */
import { type AgentReport, type Directive } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Changes } from './changes.ts';
import { type AgentLedger } from './ports.ts';

export interface ReporterOptions {
  pool: string;
  instanceId: string;
  ledger: AgentLedger;
  clock: Clock;
  log: Logger;
  changes: Changes;
  heartbeatMs: number;
  compose(beat: number): AgentReport;
  hear(directive: Directive): void;
}

const QUICKEST_MS = 1_000;

/** Runs until aborted; the first report is made at once. */
export async function reportLoop(options: ReporterOptions, signal: AbortSignal): Promise<void> {
  let said = '';
  for (let beat = 1; !signal.aborted; beat += 1) {
    const seen = options.changes.version;
    said = await reportOnce(options, beat, said);
    await options.clock.sleep(Math.min(QUICKEST_MS, options.heartbeatMs), signal);
    await waitForNews(options, seen, said, signal);
  }
}

/** Until the state to report differs from what was said, or the rest of the heartbeat has passed. */
async function waitForNews(options: ReporterOptions, seen: number, said: string, signal: AbortSignal): Promise<void> {
  const rest = new AbortController();
  const end = (): void => rest.abort();
  // Not AbortSignal.any: a signal as old as the process would keep every one derived from it.
  signal.addEventListener('abort', end, { once: true });
  const timer = options.clock.sleep(Math.max(0, options.heartbeatMs - QUICKEST_MS), rest.signal).then(end);
  let version = seen;
  while (!rest.signal.aborted && essence(options.compose(0)) === said) {
    await options.changes.after(version, rest.signal);
    version = options.changes.version;
  }
  rest.abort();
  signal.removeEventListener('abort', end);
  await timer;
}

/** @returns what was said, or '' when it could not be: then it is said again. */
export async function reportOnce(options: ReporterOptions, beat: number, said: string): Promise<string> {
  const report = options.compose(beat);
  try {
    const row = await options.ledger.reportAgent(options.pool, options.instanceId, report);
    if (row) options.hear(row.directive);
    if (essence(report) !== said)
      options.log.info('agent.reported', { state: report.state, held: report.tasks.length });
    return essence(report);
  } catch (error) {
    options.log.warn('ledger.unreachable', { during: 'report', error });
    return '';
  }
}

/** What the scaler acts on; the rest of a report may wait for the heartbeat. */
function essence({ state, acknowledgedEpoch, tasks }: AgentReport): string {
  return JSON.stringify([state, acknowledgedEpoch, tasks.length > 0]);
}
