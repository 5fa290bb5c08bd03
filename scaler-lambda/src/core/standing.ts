/** What stands in a group: the members that its desired capacity counts. Pure. */
import { type GroupView, type MemberView, type Sight } from './snapshot.ts';

/** In the group or on its way there; neither leaving, nor warm, nor set aside by an operator. */
export function isCounted({ lifecycle }: MemberView): boolean {
  return !/^(Warmed|Terminat|Detach|Standby|EnteringStandby)/.test(lifecycle);
}

export function countStanding({ members }: GroupView): number {
  return members.filter(isCounted).length;
}

/** Less those whose termination was asked for and is not visible yet: desired capacity was lowered for them. */
export function countKept({ members }: GroupView, { instances }: Sight): number {
  const ending = new Set(instances.filter(({ state }) => state === 'terminating').map(({ id }) => id));
  return members.filter((member) => isCounted(member) && !ending.has(member.id)).length;
}

/** Billed: everything that runs, whatever it is good for. */
export function isBilled({ lifecycle }: MemberView): boolean {
  return !/^Warmed:(Stopped|Hibernated)$|Terminated$/.test(lifecycle);
}
