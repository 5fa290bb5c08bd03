/** EventBridge Scheduler: one call, of one function; a role for each schedule. */
import { type Names } from '../names.ts';
import { type Policy } from './statement.ts';

export function schedulePolicy({ arns, roles, scaleFunction }: Names): Policy {
  return {
    of: roles.schedule,
    statements: [{ sid: 'Tick', actions: ['lambda:InvokeFunction'], resources: [arns.function(scaleFunction)] }],
  };
}

export function canarySchedulePolicy({ arns, roles, canaryFunction }: Names): Policy {
  return {
    of: roles.canarySchedule,
    statements: [{ sid: 'Sing', actions: ['lambda:InvokeFunction'], resources: [arns.function(canaryFunction)] }],
  };
}
