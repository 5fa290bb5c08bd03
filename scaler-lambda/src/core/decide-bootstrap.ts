/**
 * Bootstrap of one instance as a state machine; one call is one step, and a step may be taken by anybody at any time.
 *
 * | phase        | seen                       | action                                                          |
 * | ------------ | -------------------------- | --------------------------------------------------------------- |
 * | any          | transition unknown         | heartbeat and page, never a blind ABANDON                       |
 * | any          | member no longer waits     | gone (the hook timed out or somebody ended it)                  |
 * | command-done | ok, member went on         | settle: the hook was completed and only the row does not say so |
 * | pending-wait | SSM online                 | send                                                            |
 * | pending-wait | offline 180 s, 300 s       | reboot once, abandon                                            |
 * | command-sent | no command id after 30 s   | send again: the sender died between its write and its call      |
 * | command-sent | running                    | heartbeat each minute; after 20 min cancel and abandon          |
 * | command-sent | ok                         | finish                                                          |
 * | command-sent | exit 10                    | retry 15 s and 45 s later, then abandon                         |
 * | command-sent | exit 30                    | retry each 30 s for 5 min, then abandon, breaker untouched      |
 * | command-sent | undeliverable              | resend once, then abandon                                       |
 * | command-sent | anything else              | abandon                                                         |
 * | command-done | ok                         | complete the hook with CONTINUE                                 |
 * | command-done | not ok                     | the scaler ends it; if it has not after 60 s, ABANDON           |
 */
import { type Boot, type Instance } from '@reelyard/contracts';
import { type BootResult, findBootResult, lastOutput } from './boot-result.ts';

export interface BootPolicy {
  rebootMs: number;
  offlineMs: number;
  heartbeatMs: number;
  commandMs: number;
  /** After one start out of the warm pool: check out and smoke only. */
  warmCommandMs: number;
  retryMs: readonly number[];
  seatRetryMs: number;
  seatMs: number;
  /** A send without a command id for this long never happened. */
  lostSendMs: number;
  /** The scaler's time to end a failed instance together with its capacity, before ABANDON does. */
  abandonMs: number;
}

/** Sends that left no command id. */
const MAX_SENDS = 12;

export const bootPolicy: BootPolicy = {
  rebootMs: 180_000,
  offlineMs: 300_000,
  heartbeatMs: 60_000,
  commandMs: 1_200_000,
  warmCommandMs: 90_000,
  retryMs: [15_000, 45_000],
  seatRetryMs: 30_000,
  seatMs: 300_000,
  lostSendMs: 30_000,
  abandonMs: 60_000,
};

/** What SSM says of the command on this instance. */
export interface CommandView {
  status: 'running' | 'success' | 'failed' | 'timed-out' | 'undeliverable' | 'canceled';
  exitCode?: number;
  output: string;
}

export interface BootSight {
  /** Lifecycle state in the group; undefined when the group does not list the instance. */
  lifecycle?: string;
  isOnline?: boolean;
  command?: CommandView;
}

export type BootMode = 'full' | 'install' | 'start';

export type BootAction =
  | { kind: 'wait'; because: string }
  | { kind: 'heartbeat'; because: string }
  | { kind: 'page'; because: string }
  | { kind: 'reboot'; because: string }
  | { kind: 'send'; mode: BootMode; because: string }
  | { kind: 'retry'; at: number; because: string }
  /** The command has ended for good: keep its result and output. `cancels` names one that still runs. */
  | { kind: 'finish'; result: BootResult; output?: string; cancels?: string; because: string }
  | { kind: 'complete'; outcome: 'CONTINUE' | 'ABANDON'; because: string }
  /** The hook is completed: only the row has to say so. */
  | { kind: 'settle'; because: string }
  | { kind: 'gone'; because: string };

/** Into the farm, into the warm pool, or out of it; undefined when AWS says something that is not known here. */
export function findBootMode({ origin = 'EC2', destination = 'AutoScalingGroup' }: Boot): BootMode | undefined {
  if (origin === 'EC2' && destination === 'AutoScalingGroup') return 'full';
  if (origin === 'EC2' && destination === 'WarmPool') return 'install';
  if (origin === 'AutoScalingGroup' && destination === 'WarmPool') return 'install';
  return origin === 'WarmPool' && destination === 'AutoScalingGroup' ? 'start' : undefined;
}

const CLAIM = 'claim-';

/** Stands where the command id will: whoever wrote it sends, so two writers of the same instant never both do. */
export function claimSend(nonce: string): string {
  return `${CLAIM}${nonce}`;
}

/** The command that was sent; undefined while it is only claimed. */
export function findCommand({ commandId }: Boot): string | undefined {
  return commandId?.startsWith(CLAIM) ? undefined : commandId;
}

export function isBooting({ boot, state }: Instance): boolean {
  return state === 'booting' && boot.phase !== 'continued' && boot.phase !== 'abandoned';
}

export function isHeld(lifecycle: string | undefined): boolean {
  return lifecycle === 'Pending:Wait' || lifecycle === 'Warmed:Pending:Wait';
}

export function decideBootstrap(row: Instance, seen: BootSight, policy: BootPolicy, now: number): BootAction {
  const { boot } = row;
  if (!isBooting(row)) return { kind: 'wait', because: `already ${boot.phase}` };
  if (!isHeld(seen.lifecycle) && !hasGoneOn(seen.lifecycle)) return decideReleased(seen.lifecycle);
  if (hasGoneOn(seen.lifecycle) && boot.result?.ok)
    return { kind: 'settle', because: `hook done, ${seen.lifecycle ?? ''}` };
  const mode = findBootMode(boot);
  if (!mode) return decideUnknown(boot, policy, now);
  switch (boot.phase) {
    case 'pending-wait':
    case 'ssm-online':
      return decideOffline(boot, mode, seen, policy, now);
    case 'command-sent':
      return decideCommand(boot, mode, seen, policy, now);
    case 'command-done':
      return decideDone(row, policy, now);
    case 'continued':
    case 'abandoned':
      return { kind: 'wait', because: `already ${boot.phase}` };
  }
}

/** Past the launch hook and not on its way out. */
function hasGoneOn(lifecycle: string | undefined): boolean {
  return (
    lifecycle === 'InService' ||
    /^(Warmed:)?Pending:Proceed$|^Warmed:(Stopped|Running|Hibernated)$/.test(lifecycle ?? '')
  );
}

/** `Pending` comes before the hook; anything later means that the hook is over. */
function decideReleased(lifecycle: string | undefined): BootAction {
  if (lifecycle === 'Pending' || lifecycle === 'Warmed:Pending') return { kind: 'wait', because: 'not held yet' };
  return { kind: 'gone', because: lifecycle === undefined ? 'no longer in its group' : `hook over, ${lifecycle}` };
}

function decideUnknown(boot: Boot, policy: BootPolicy, now: number): BootAction {
  const because = `unknown transition ${boot.origin ?? '?'} → ${boot.destination ?? '?'}`;
  return isBeatDue(boot, policy, now) ? { kind: 'page', because } : { kind: 'wait', because };
}

function decideOffline(boot: Boot, mode: BootMode, seen: BootSight, policy: BootPolicy, now: number): BootAction {
  if (seen.isOnline) return { kind: 'send', mode, because: 'SSM is online' };
  const waited = now - boot.launchedAt;
  if (waited >= policy.offlineMs) return finishBadly(0, `SSM not online after ${Math.round(waited / 1_000)} s`);
  if (waited >= policy.rebootMs && boot.rebootedAt === undefined)
    return { kind: 'reboot', because: `SSM not online after ${Math.round(waited / 1_000)} s` };
  return beatOrWait(boot, policy, now, 'waiting for SSM');
}

function decideCommand(boot: Boot, mode: BootMode, seen: BootSight, policy: BootPolicy, now: number): BootAction {
  if (boot.retryAt !== undefined)
    return now >= boot.retryAt
      ? { kind: 'send', mode, because: `retry ${boot.sends}` }
      : beatOrWait(boot, policy, now, 'waiting to retry');
  const sentAt = boot.commandSentAt ?? boot.launchedAt;
  if (findCommand(boot) === undefined && boot.sends >= MAX_SENDS && now - sentAt >= policy.lostSendMs)
    return finishBadly(0, `no command could be sent in ${boot.sends} tries`);
  if (findCommand(boot) === undefined)
    return now - sentAt >= policy.lostSendMs
      ? { kind: 'send', mode, because: 'the last send left no command id' }
      : beatOrWait(boot, policy, now, 'being sent');
  if (!seen.command || seen.command.status === 'running') return decideRunning(boot, mode, policy, now);
  return decideEnded(boot, seen.command, policy, now);
}

function decideRunning(boot: Boot, mode: BootMode, policy: BootPolicy, now: number): BootAction {
  const ran = now - (boot.commandSentAt ?? now);
  if (ran < (mode === 'start' ? policy.warmCommandMs : policy.commandMs))
    return beatOrWait(boot, policy, now, 'bootstrap runs');
  const failure = finishBadly(0, `bootstrap still runs after ${Math.round(ran / 1_000)} s`);
  const cancels = findCommand(boot);
  return cancels === undefined ? failure : { ...failure, cancels };
}

function decideEnded(boot: Boot, command: CommandView, policy: BootPolicy, now: number): BootAction {
  const result = findBootResult(command.output);
  if (command.status === 'success' && result?.ok) return { kind: 'finish', result, because: 'bootstrap done' };
  if (command.status === 'undeliverable' && boot.sends < 2)
    return { kind: 'retry', at: now, because: 'command was undeliverable' };
  const failed = describeFailure(command, result);
  if (failed.result.code === 10) return decideRetry(boot, failed, policy, now);
  return failed.result.code === 30 ? decideSeat(boot, failed, policy, now) : failed;
}

/** The script's own code and message where it could still say them. */
function describeFailure(command: CommandView, result: BootResult | undefined): Finish {
  const output = lastOutput(command.output);
  const hasExited = command.status === 'failed' || command.status === 'success';
  if (!hasExited) return { ...finishBadly(0, `command ${command.status}`), output };
  const code = result?.code ?? command.exitCode ?? 0;
  return { ...finishBadly(code, result?.message ?? `exit ${command.exitCode ?? 'unknown'}`), output };
}

type Finish = Extract<BootAction, { kind: 'finish' }>;

function decideRetry(boot: Boot, failed: Finish, policy: BootPolicy, now: number): BootAction {
  const after = policy.retryMs[boot.sends - 1];
  return after === undefined ? failed : { kind: 'retry', at: now + after, because: failed.because };
}

function decideSeat(boot: Boot, failed: Finish, policy: BootPolicy, now: number): BootAction {
  const since = boot.ssmOnlineAt ?? boot.launchedAt;
  if (now - since >= policy.seatMs) return failed;
  return { kind: 'retry', at: now + policy.seatRetryMs, because: failed.because };
}

/** A failed one is the scaler's to end, with its capacity; ABANDON alone would have the group launch another at once. */
function decideDone({ boot, agent }: Instance, policy: BootPolicy, now: number): BootAction {
  if (boot.result?.ok) return { kind: 'complete', outcome: 'CONTINUE', because: 'bootstrap done' };
  if (agent && agent.tasks.length > 0) return beatOrWait(boot, policy, now, 'its agent holds a task');
  if (now - (boot.heartbeatAt ?? boot.launchedAt) < policy.abandonMs)
    return { kind: 'wait', because: 'left to the scaler to end' };
  return { kind: 'complete', outcome: 'ABANDON', because: boot.result?.message ?? 'bootstrap failed' };
}

function finishBadly(code: number, message: string): Finish {
  return { kind: 'finish', result: { ok: false, code, message }, because: message };
}

function beatOrWait(boot: Boot, policy: BootPolicy, now: number, because: string): BootAction {
  return isBeatDue(boot, policy, now) ? { kind: 'heartbeat', because } : { kind: 'wait', because };
}

function isBeatDue(boot: Boot, policy: BootPolicy, now: number): boolean {
  return now - (boot.heartbeatAt ?? boot.launchedAt) >= policy.heartbeatMs;
}
