import { describe, expect, it } from '@jest/globals';
import { formatMetrics } from './metrics.ts';

describe('an embedded metrics record', () => {
  it('keeps ids out of the dimensions', () => {
    const line = formatMetrics(
      { service: 'scaler', env: 'dev', pool: 'spot' },
      [{ name: 'scaler.desired', value: 3, unit: 'Count' }],
      1_000,
      { jobId: 'job_1' },
    );
    expect(JSON.parse(line)).toEqual({
      jobId: 'job_1',
      _aws: {
        Timestamp: 1_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Reelyard',
            Dimensions: [['service', 'env', 'pool']],
            Metrics: [{ Name: 'scaler.desired', Unit: 'Count' }],
          },
        ],
      },
      service: 'scaler',
      env: 'dev',
      pool: 'spot',
      'scaler.desired': 3,
    });
  });
});
