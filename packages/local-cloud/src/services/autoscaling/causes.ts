/** Why an activity happened, in the words that AWS uses and scalers log. Pure. */

export interface Causes {
  gone: string;
  abandoned: string;
  unhealthy: string;
  asked: string;
  deleted: string;
}

/** @param at wall clock ms. */
export function causesAt(at: number): Causes {
  const out = `At ${new Date(at).toISOString()} an instance was taken out of service in response to`;
  return {
    gone: `${out} an EC2 health check indicating it has been terminated or stopped.`,
    abandoned: `${out} a launch lifecycle action that was abandoned.`,
    unhealthy: `${out} a user health-check.`,
    asked: `${out} a user request.`,
    deleted: `${out} a request to delete the group.`,
  };
}

export function shrinkCause(at: number, from: number, to: number): string {
  return `At ${new Date(at).toISOString()} an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${from} to ${to}.`;
}

export function growCause(at: number, to: number): string {
  return `At ${new Date(at).toISOString()} an instance was started in response to a difference between desired and actual capacity, increasing the capacity to ${to}.`;
}

export function warmCause(at: number, to: number): string {
  return `At ${new Date(at).toISOString()} the warm pool was adjusted to ${to} instances.`;
}
