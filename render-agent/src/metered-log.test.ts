import { describe, expect, it } from '@jest/globals';
import { type Metric, silentLogger } from '@reelyard/runtime';
import { meterLog } from './metered-log.ts';

describe('metrics of the agent', () => {
  it('are read off its log', () => {
    const emitted: Metric[] = [];
    const log = meterLog(silentLogger, (metrics) => emitted.push(...metrics));
    log.info('engine.exited', { durationMs: 1_500, code: 0 });
    log.warn('spot.notice', {});
    log.info('task.requeued', { errClass: 'engine', errCode: 'output_invalid' });
    log.info('task.published', { bytes: 1 });
    expect(emitted.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'engine.exit 1',
      'job.render_seconds 1.5',
      'spot.notice 1',
      'job.retries 1',
      'output.verify_failed 1',
    ]);
  });
});
