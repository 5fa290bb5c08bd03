/** `rate(n minutes|hours|days)` and `at(yyyy-mm-ddThh:mm:ss)` (UTC) of EventBridge Scheduler. cron is refused. */
import { AwsError } from '../../service.ts';

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export type Schedule = { kind: 'rate'; everyMs: number } | { kind: 'at'; at: number };

export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const everyMs = Number(rate[1]) * (unitMs[rate[2] ?? ''] ?? 0);
    if (everyMs > 0) return { kind: 'rate', everyMs };
  }
  const at = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/.exec(expression);
  const instant = at ? Date.parse(`${at[1] ?? ''}Z`) : Number.NaN;
  if (Number.isFinite(instant)) return { kind: 'at', at: instant };
  throw new AwsError('ValidationException', `Invalid Schedule Expression ${expression}. (rate and at are emulated)`);
}

/** First firing after `now`; undefined when it will never fire again. A rate counts from `since`. */
export function nextFiring(schedule: Schedule, since: number, now: number): number | undefined {
  if (schedule.kind === 'at') return schedule.at > now ? schedule.at : undefined;
  const rounds = Math.floor(Math.max(0, now - since) / schedule.everyMs) + 1;
  return since + rounds * schedule.everyMs;
}
