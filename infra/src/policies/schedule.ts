/** EventBridge Scheduler: one call, of one function. */
import { type Names } from '../names.ts';
import { type Policy } from './statement.ts';

export function schedulePolicy({ arns, roles, scaleFunction }: Names): Policy {
  return {
    of: roles.schedule,
    statements: [{ sid: 'Tick', actions: ['lambda:InvokeFunction'], resources: [arns.function(scaleFunction)] }],
  };
}
