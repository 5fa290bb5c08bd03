/** When a doorbell that was sent may be sent again (T3). */
export interface ReemitPolicy {
  readonly afterMs: number;
  readonly maxMs: number;
}

/** A lane that holds as many messages as it has queued tasks has lost none. */
export function isLaneShort(messages: number, queuedTasks: number): boolean {
  return messages < queuedTasks;
}

/** The latest instant of a last doorbell that is due again: the wait doubles with each doorbell, up to the bound. */
export function reemitCutOff(emitSeq: number, policy: ReemitPolicy, now: number): number {
  return now - Math.min(policy.maxMs, policy.afterMs * 2 ** Math.min(emitSeq, 30));
}
