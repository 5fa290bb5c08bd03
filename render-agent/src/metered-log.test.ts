import { describe, expect, it } from '@jest/globals';
import { type LogFields, silentLogger } from '@reelyard/runtime';
import { meterLog } from './metered-log.ts';

function measure(...records: [event: string, fields: LogFields][]): string[] {
  const emitted: string[] = [];
  const log = meterLog(silentLogger, ({ by, metrics }) => {
    const where = by === 'farm' ? 'farm' : 'lane' in by ? by.lane : 'pool';
    const counted = metrics.filter(({ value }) => value !== 0);
    emitted.push(...counted.map(({ name, value }) => `${where} ${name} ${String(value)}`));
  });
  for (const [event, fields] of records) log.info(event, fields);
  return emitted;
}

describe('metrics of the agent', () => {
  it('are read off its log', () => {
    const emitted = measure(
      ['engine.exited', { durationMs: 1_500, code: 0 }],
      ['engine.killed', { errCode: 'engine_hang' }],
      ['engine.killed', { errCode: 'output_too_large' }],
      ['task.refused', { because: 'not-waiting' }],
      ['task.published', { bytes: 1 }],
    );
    expect(emitted).toEqual([
      'pool engine.exit 1',
      'pool job.render_seconds 1.5',
      'pool engine.hang_killed 1',
      'pool lease.refused 1',
    ]);
  });

  it('count a start by its lane, and time only the first one', () => {
    expect(measure(['task.claimed', { lane: 'bulk', waitedMs: 70 }])).toEqual([
      'bulk lease.claimed 1',
      'bulk job.time_to_start 70',
    ]);
    expect(measure(['task.claimed', { lane: 'bulk' }])).toEqual(['bulk lease.claimed 1']);
  });

  it('count a job once, when it has ended, and tell whose fault it was', () => {
    expect(measure(['task.done', { lane: 'express', jobEnded: false }])).toEqual([]);
    expect(measure(['task.done', { lane: 'express', jobEnded: true, endToEndMs: 900 }])).toEqual([
      'farm job.succeeded 1',
      'express job.end_to_end 900',
    ]);
    expect(measure(['task.failed', { errClass: 'engine', errCode: 'engine_crashed' }])).toEqual(['farm job.failed 1']);
    expect(measure(['task.failed', { errClass: 'permanent', errCode: 'engine_refused' }])).toEqual([
      'farm job.refused 1',
    ]);
  });

  it('count output that was not what the engine promised, whether the task goes on or not', () => {
    const fields = { errClass: 'engine', errCode: 'output_invalid' };
    expect(measure(['task.requeued', fields], ['task.failed', fields])).toEqual([
      'pool job.retries 1',
      'pool output.verify_failed 1',
      'farm job.failed 1',
      'pool output.verify_failed 1',
    ]);
  });

  it('count what must never happen, and what only AWS and license servers decide', () => {
    expect(measure(['task.bug', {}], ['seat.wait', {}], ['spot.notice', {}])).toEqual([
      'farm invariant.violation 1',
      'pool seats.wait 1',
      'pool spot.notice 1',
    ]);
  });
});
