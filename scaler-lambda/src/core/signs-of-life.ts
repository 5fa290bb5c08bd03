/**
 * When an agent was last heard of. Its own clock says so in each report, and may be off; the beat that its reports count is none of any clock, so once the
 * scaler has looked at a suspect (`ProbeMemory`), a beat that moved since is a sign of life at the instant of the scaler's own clock.
 */
import { type AgentReport } from '@reelyard/contracts';
import { type ProbeMemory } from './snapshot.ts';

export function hasBeaten(agent: AgentReport | undefined, { beat }: ProbeMemory): boolean {
  return agent !== undefined && beat !== undefined && agent.beat !== beat;
}

/** @returns epoch ms: by the agent's clock, or by the scaler's where that is known and later. */
export function heardAt(agent: AgentReport, probe: ProbeMemory | undefined, now: number): number {
  if (!probe) return agent.at;
  return Math.max(agent.at, hasBeaten(agent, probe) ? now : (probe.beatAt ?? agent.at));
}
