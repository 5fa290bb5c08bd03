/**
 * What the farm needs of CloudWatch metrics, stated in JSON 1.0 over plain HTTP: no client of CloudWatch is among our
 * dependencies. The `aws` CLI, which speaks CBOR, is the second client.
 */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect } from '@jest/globals';
import { caseRunner, type KnownDifferences } from './case-runner.ts';

interface Datapoint {
  Timestamp: number;
  [statistic: string]: unknown;
}

export function describeMonitoring(name: string, getEndpoint: () => string, differences?: KnownDifferences): void {
  const it = caseRunner(differences);
  /** A whole minute, a few minutes ago, in seconds. */
  const minute = Math.floor(Date.now() / 60_000) * 60 - 300;
  const span = { StartTime: minute, EndTime: minute + 300 };

  const call = async (
    action: string,
    body: object,
    isZipped = false,
  ): Promise<{ status: number; reply: Record<string, unknown> }> => {
    const text = JSON.stringify(body);
    const response = await fetch(getEndpoint(), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `GraniteServiceVersion20100801.${action}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIACONFORMANCE/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0',
        ...(isZipped && { 'content-encoding': 'gzip' }),
      },
      body: isZipped ? gzipSync(text) : text,
    });
    const answer = await response.text();
    return { status: response.status, reply: answer === '' ? {} : (JSON.parse(answer) as Record<string, unknown>) };
  };
  const fresh = () => `Reelyard/${randomUUID()}`;
  const put = async (Namespace: string, MetricData: object[], isZipped = false) => {
    const { status } = await call('PutMetricData', { Namespace, MetricData }, isZipped);
    expect(status).toBe(200);
  };
  const statistics = async (body: object): Promise<Datapoint[]> => {
    const { reply } = await call('GetMetricStatistics', { ...span, Period: 60, ...body });
    return (reply['Datapoints'] as Datapoint[]).sort((a, b) => a.Timestamp - b.Timestamp);
  };

  describe(`CloudWatch metrics on ${name}`, () => {
    it('sums up each period', async () => {
      const Namespace = fresh();
      await put(Namespace, [
        { MetricName: 'Backlog', Timestamp: minute + 5, Value: 4, Unit: 'Count' },
        { MetricName: 'Backlog', Timestamp: minute + 50, Value: 6, Unit: 'Count' },
        { MetricName: 'Backlog', Timestamp: minute + 65, Value: 1, Unit: 'Count' },
      ]);
      const Statistics = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'];
      const [first, second, ...rest] = await statistics({ Namespace, MetricName: 'Backlog', Statistics });
      expect(first).toMatchObject({ Timestamp: minute, Sum: 10, Average: 5, Minimum: 4, Maximum: 6, SampleCount: 2 });
      expect(second).toMatchObject({ Timestamp: minute + 60, Sum: 1, SampleCount: 1, Unit: 'Count' });
      expect(rest).toEqual([]);
    });

    it('takes a compressed body', async () => {
      const Namespace = fresh();
      await put(Namespace, [{ MetricName: 'M', Timestamp: minute, Value: 3 }], true);
      expect(await statistics({ Namespace, MetricName: 'M', Statistics: ['Sum'] })).toMatchObject([{ Sum: 3 }]);
    });

    it('takes values with counts', async () => {
      const Namespace = fresh();
      await put(Namespace, [{ MetricName: 'M', Timestamp: minute, Values: [1, 10], Counts: [3, 1] }]);
      const Statistics = ['Sum', 'SampleCount', 'Maximum'];
      const found = await statistics({ Namespace, MetricName: 'M', Statistics });
      expect(found).toMatchObject([{ Sum: 13, SampleCount: 4, Maximum: 10 }]);
    });

    it('takes statistic sets', async () => {
      const Namespace = fresh();
      const StatisticValues = { SampleCount: 4, Sum: 20, Minimum: 2, Maximum: 9 };
      await put(Namespace, [{ MetricName: 'M', Timestamp: minute, StatisticValues }]);
      const Statistics = ['Average', 'Minimum', 'Maximum'];
      const found = await statistics({ Namespace, MetricName: 'M', Statistics });
      expect(found).toMatchObject([{ Average: 5, Minimum: 2, Maximum: 9 }]);
    });

    it('keeps metrics of other dimensions apart, whatever their order', async () => {
      const Namespace = fresh();
      const lane = { Name: 'Lane', Value: 'express' };
      const pool = { Name: 'Pool', Value: 'spot' };
      await put(Namespace, [
        { MetricName: 'M', Dimensions: [lane, pool], Timestamp: minute, Value: 1 },
        { MetricName: 'M', Dimensions: [pool, lane], Timestamp: minute, Value: 2 },
        { MetricName: 'M', Dimensions: [lane], Timestamp: minute, Value: 100 },
      ]);
      const sum = { Namespace, MetricName: 'M', Statistics: ['Sum'] };
      expect(await statistics({ ...sum, Dimensions: [pool, lane] })).toMatchObject([{ Sum: 3 }]);
      expect(await statistics(sum)).toEqual([]);
      const { reply } = await call('ListMetrics', { Namespace });
      expect(reply['Metrics']).toHaveLength(2);
    });

    it('answers queries for several series, newest first unless asked otherwise', async () => {
      const Namespace = fresh();
      await put(Namespace, [
        { MetricName: 'A', Timestamp: minute, Value: 1 },
        { MetricName: 'A', Timestamp: minute + 60, Value: 2 },
        { MetricName: 'B', Timestamp: minute, Value: 10 },
      ]);
      const query = (Id: string, MetricName: string) => ({
        Id,
        MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum' },
      });
      const MetricDataQueries = [query('a', 'A'), query('b', 'B')];
      const ask = async (more: object) =>
        (await call('GetMetricData', { ...span, MetricDataQueries, ...more })).reply['MetricDataResults'];
      expect(await ask({})).toMatchObject([
        { Id: 'a', Timestamps: [minute + 60, minute], Values: [2, 1], StatusCode: 'Complete' },
        { Id: 'b', Timestamps: [minute], Values: [10] },
      ]);
      expect(await ask({ ScanBy: 'TimestampAscending' })).toMatchObject([{ Values: [1, 2] }, { Values: [10] }]);
    });

    it('computes with series', async () => {
      const Namespace = fresh();
      await put(Namespace, [
        { MetricName: 'A', Timestamp: minute, Value: 6 },
        { MetricName: 'B', Timestamp: minute, Value: 3 },
      ]);
      const metric = (MetricName: string) => ({ Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum' });
      const MetricDataQueries = [
        { Id: 'a', MetricStat: metric('A'), ReturnData: false },
        { Id: 'b', MetricStat: metric('B'), ReturnData: false },
        { Id: 'e', Expression: '(a - b) / b * 100' },
        { Id: 'f', Expression: 'SUM([a, b])' },
      ];
      const { reply } = await call('GetMetricData', { ...span, MetricDataQueries });
      expect(reply['MetricDataResults']).toMatchObject([
        { Id: 'e', Values: [100] },
        { Id: 'f', Values: [9] },
      ]);
    });

    it('refuses what it cannot place', async () => {
      const none = await call('PutMetricData', { MetricData: [{ MetricName: 'M', Value: 1 }] });
      expect(none.status).toBe(400);
      const reserved = await call('PutMetricData', {
        Namespace: 'AWS/SQS',
        MetricData: [{ MetricName: 'M', Value: 1 }],
      });
      expect(reserved.status).toBe(400);
      const body = { Namespace: 'X', MetricName: 'M', Statistics: ['Sum'], Period: 60 };
      const backwards = await call('GetMetricStatistics', { ...body, StartTime: minute, EndTime: minute - 60 });
      expect(backwards).toMatchObject({ status: 400, reply: { message: expect.stringContaining('StartTime') } });
    });
  });
}
