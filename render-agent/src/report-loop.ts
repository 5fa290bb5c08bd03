/**
 * Tells the instance row how the agent stands, and hears what the scaler asks: with each beat, soon after a change (at most once a
 * second, so that short jobs do not turn into a write each), and at once after a directive. Invariant: what is acknowledged was true when
 * the report was composed and stays true until the next directive is heard.
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
  idleBeatMs: number;
  compose(beat: number): AgentReport;
  /** @returns whether that was news. */
  hear(directive: Directive): boolean;
}

/** Also the beat of an agent that leaves: its machine is paid for until it hears the drain. */
const QUICKEST_MS = 1_000;

type Beats = Pick<ReporterOptions, 'heartbeatMs' | 'idleBeatMs'>;

/** The next word of the scaler is awaited by whoever has nothing to do, so those ask more often. */
export function beatMsOf(state: AgentReport['state'], { heartbeatMs, idleBeatMs }: Beats): number {
  switch (state) {
    case 'busy':
    case 'quarantined':
      return heartbeatMs;
    case 'idle':
      return Math.min(idleBeatMs, heartbeatMs);
    case 'parked':
    case 'draining':
    case 'drained':
      return Math.min(QUICKEST_MS, heartbeatMs);
  }
}

/** Runs until aborted; the first report is made at once. */
export async function reportLoop(options: ReporterOptions, signal: AbortSignal): Promise<void> {
  let said = nothingSaid;
  for (let beat = 1; !signal.aborted; beat += 1) {
    const seen = options.changes.version;
    said = await reportOnce(options, beat, said);
    const quickestMs = said.isDirected ? 0 : Math.min(QUICKEST_MS, options.heartbeatMs);
    await options.clock.sleep(quickestMs, signal);
    await waitForNews(options, { seen, said, restMs: said.beatMs - quickestMs }, signal);
  }
}

export interface Said {
  /** '' when it could not be said: then it is said again. */
  essence: string;
  beatMs: number;
  /** The reply brought a new directive: its acknowledgment does not wait. */
  isDirected: boolean;
}

export const nothingSaid: Said = { essence: '', beatMs: 0, isDirected: false };

/** Until the state to report differs from what was said, or the rest of the beat has passed. */
async function waitForNews(
  options: ReporterOptions,
  { seen, said, restMs }: { seen: number; said: Said; restMs: number },
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const rest = new AbortController();
  const end = (): void => rest.abort();
  // Not AbortSignal.any: a signal as old as the process would keep every one derived from it.
  signal.addEventListener('abort', end, { once: true });
  const timer = options.clock.sleep(Math.max(0, restMs), rest.signal).then(end);
  let version = seen;
  while (!rest.signal.aborted && essenceOf(options.compose(0)) === said.essence) {
    await options.changes.after(version, rest.signal);
    version = options.changes.version;
  }
  rest.abort();
  signal.removeEventListener('abort', end);
  await timer;
}

export async function reportOnce(options: ReporterOptions, beat: number, before: Said): Promise<Said> {
  const report = options.compose(beat);
  const essence = essenceOf(report);
  try {
    const row = await options.ledger.reportAgent(options.pool, options.instanceId, report);
    if (essence !== before.essence)
      options.log.info('agent.reported', { state: report.state, held: report.tasks.length });
    const isDirected = row !== undefined && options.hear(row.directive);
    return { essence, beatMs: beatMsOf(report.state, options), isDirected };
  } catch (error) {
    options.log.warn('ledger.unreachable', { during: 'report', error });
    return nothingSaid;
  }
}

/** What the scaler acts on; the rest of a report may wait for the beat. */
function essenceOf({ state, acknowledgedEpoch, tasks }: AgentReport): string {
  return JSON.stringify([state, acknowledgedEpoch, tasks.length > 0]);
}
