/** The agent's metrics are read off its own log, so that the two can never tell different stories. */
import { type LogFields, type Logger, type Metric } from '@reelyard/runtime';

type Reading = (fields: LogFields) => Metric[];

const count = (name: string): Metric => ({ name, value: 1, unit: 'Count' });

const readings: Readonly<Record<string, Reading>> = {
  'engine.exited': ({ durationMs }) => [
    count('engine.exit'),
    { name: 'job.render_seconds', value: Number(durationMs) / 1_000, unit: 'Seconds' },
  ],
  'engine.killed': ({ errCode }) => (errCode === 'engine_hang' ? [count('engine.hang_killed')] : []),
  'task.claimed': ({ waitedMs }) => [{ name: 'job.time_to_start', value: Number(waitedMs), unit: 'Milliseconds' }],
  'task.requeued': ({ errCode }) => [
    count('job.retries'),
    ...(errCode === 'output_invalid' ? [count('output.verify_failed')] : []),
  ],
  'task.refused': () => [count('lease.refused')],
  'seat.wait': () => [count('seats.wait')],
  'spot.notice': () => [count('spot.notice')],
};

/** @param emit takes the metrics of one record; it names no event, or whoever reads the log would count it twice */
export function meterLog(log: Logger, emit: (metrics: Metric[], properties: LogFields) => void): Logger {
  const read = (event: string, fields: LogFields = {}): void => {
    const metrics = readings[event]?.(fields) ?? [];
    if (metrics.length > 0) emit(metrics, { errClass: fields['errClass'] });
  };
  const also =
    (say: Logger['info']): Logger['info'] =>
    (event, fields) => {
      say(event, fields);
      read(event, fields);
    };
  return { ...log, info: also(log.info), warn: also(log.warn), error: also(log.error) };
}
