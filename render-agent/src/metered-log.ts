/** The agent's metrics are read off its own log, so that the two can never tell different stories. */
import { type Lane } from '@reelyard/contracts';
import { type LogFields, type Logger, type Metric } from '@reelyard/runtime';

/** Metrics of the instance's pool, of a lane, or of the whole farm. */
export interface Measurement {
  by: { pool: true } | { lane: Lane } | 'farm';
  metrics: readonly Metric[];
}

type Reading = (fields: LogFields) => readonly Measurement[];

const pool = { pool: true } as const;
const count = (name: string): Metric => ({ name, value: 1, unit: 'Count' });
const ofPool = (...names: string[]): Measurement => ({ by: pool, metrics: names.map(count) });
const ofFarm = (name: string): Measurement => ({ by: 'farm', metrics: [count(name)] });

const ends = ['job.succeeded', 'job.failed', 'job.refused'] as const;

/** All three each time: a sum of nothing is a gap, and a gap is no zero. */
const endOfJob = (end: (typeof ends)[number]): Measurement => ({
  by: 'farm',
  metrics: ends.map((name) => ({ ...count(name), value: name === end ? 1 : 0 })),
});

/** What the client sent or pointed to could never have worked. */
const clientsFault: readonly unknown[] = ['permanent', 'asset'];

const invalidOutput = (errCode: unknown): readonly Measurement[] =>
  errCode === 'output_invalid' ? [ofPool('output.verify_failed')] : [];

const readings: Readonly<Record<string, Reading>> = {
  'engine.exited': ({ durationMs }) => {
    const seconds: Metric = { name: 'job.render_seconds', value: Number(durationMs) / 1_000, unit: 'Seconds' };
    return [{ by: pool, metrics: [count('engine.exit'), seconds] }];
  },
  'engine.killed': ({ errCode }) => (errCode === 'engine_hang' ? [ofPool('engine.hang_killed')] : []),
  'task.claimed': ({ lane, waitedMs }) => {
    const waited: Metric[] =
      waitedMs === undefined ? [] : [{ name: 'job.time_to_start', value: Number(waitedMs), unit: 'Milliseconds' }];
    return [{ by: { lane: lane as Lane }, metrics: [count('lease.claimed'), ...waited] }];
  },
  'task.done': ({ lane, endToEndMs }) => {
    if (endToEndMs === undefined) return [];
    const took: Metric = { name: 'job.end_to_end', value: Number(endToEndMs), unit: 'Milliseconds' };
    return [endOfJob('job.succeeded'), { by: { lane: lane as Lane }, metrics: [took] }];
  },
  'task.failed': ({ errClass, errCode }) => [
    endOfJob(clientsFault.includes(errClass) ? 'job.refused' : 'job.failed'),
    ...invalidOutput(errCode),
  ],
  'task.requeued': ({ errCode }) => [ofPool('job.retries'), ...invalidOutput(errCode)],
  'task.refused': () => [ofPool('lease.refused')],
  'task.bug': () => [ofFarm('invariant.violation')],
  'seat.wait': () => [ofPool('seats.wait')],
  'spot.notice': () => [ofPool('spot.notice')],
};

/** @param emit takes one record of metrics; its properties name no event, or whoever reads the log would count it twice */
export function meterLog(log: Logger, emit: (measurement: Measurement, properties: LogFields) => void): Logger {
  const read = (event: string, fields: LogFields = {}): void => {
    for (const measurement of readings[event]?.(fields) ?? []) emit(measurement, { errClass: fields['errClass'] });
  };
  const also =
    (say: Logger['info']): Logger['info'] =>
    (event, fields) => {
      say(event, fields);
      read(event, fields);
    };
  return { ...log, info: also(log.info), warn: also(log.warn), error: also(log.error) };
}
