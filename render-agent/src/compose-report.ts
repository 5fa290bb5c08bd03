/** What an agent says of itself: a snapshot, taken in one step, of what it holds, heard, and serves. */
import { type AgentReport, type Directive } from '@reelyard/contracts';
import { type AgentOptions } from './agent-options.ts';
import { describeStanding } from './core/obey-directive.ts';
import { type HeldTask } from './held-task.ts';
import { type ServedTasks, findRunning } from './served-tasks.ts';

export interface Posture {
  held: readonly HeldTask[];
  /** Claims under way. */
  claims: number;
  directive: Directive;
  acknowledgedEpoch: number;
  isQuarantined: boolean;
  /** A spot notice came. */
  isInterrupted: boolean;
  served: ServedTasks;
}

export function composeReport(beat: number, posture: Posture, options: AgentOptions): AgentReport {
  const { clock, doorbells, owner, agentVersion, engines } = options;
  const { held, claims, directive, acknowledgedEpoch, isQuarantined, isInterrupted, served } = posture;
  const hands = { held: held.length + claims, outstandingReceives: doorbells.listening() };
  const rendering = held.find(({ place }) => place === 'engine');
  const running = findRunning(held);
  const [engine] = engines.values();
  return {
    owner,
    beat,
    at: clock.now(),
    ...describeStanding(directive, hands, isQuarantined, acknowledgedEpoch),
    tasks: held.map(({ lease }) => lease.ref),
    ...(rendering?.progress ? { progress: rendering.progress.fraction } : {}),
    ...(running ? { running } : {}),
    ...(served.last.length > 0 ? { served: served.last } : {}),
    ...(engine ? { engine: { name: engine.manifest.name, version: engine.manifest.version } } : {}),
    agentVersion,
    ...(isInterrupted ? { isInterrupted } : {}),
    ...options.disk(),
  };
}
