/** The reference pages of metrics and alarms, from the data that is deployed. `write-reference-pages.ts` writes them, a test compares. */
import { type Alarm, type MetricAlarm, renderRule } from './alarm.ts';
import { budgetSpent, burnWindows } from './burn-rate.ts';
import { describeSeconds } from './burn-alarms.ts';
import { type Indicator, percent } from './indicators.ts';
import { definitionOf, type MetricKey, metricKeys } from './metrics.ts';

const generated = '<!-- Generated: node infra/src/observability/write-reference-pages.ts -->';

export function metricsPage(): string {
  const dimensions = { farm: 'service, env', lane: 'service, env, lane', pool: 'service, env, pool' };
  const rowOf = (key: MetricKey): string[] => {
    const { unit, by, kind, meaning } = definitionOf(key);
    const [service = '', name = ''] = key.split('/');
    return [`\`${name}\``, service, unit, dimensions[by], kind, meaning];
  };
  return page(
    '# Metrics',
    'Namespace `Reelyard`, written as log records in the embedded metric format. Ids are properties of the records, never dimensions. An `event` is summed, of a `state` the maximum or average is read, of a `duration` percentiles. What can go wrong is written as zero while it does not, so a gap means that nobody counts. Every row is held against the logs of a running farm, or names the unit test of its emission, in `infra/src/observability/metrics.ts`.',
    table(['metric', 'service', 'unit', 'dimensions', 'kind', 'meaning'], metricKeys.map(rowOf)),
    '## Not emitted',
    [
      '- `spot.lost_seconds`, `cost.useful_seconds`, `cost.wasted_seconds`: the fleet dashboard has the cost of a useful minute from `scaler.desired`, `agent.busy` and the list price instead.',
      '- `log.dropped`: the log driver of ECS drops lines, and metrics with them, when 4 MB wait for CloudWatch; it does not say how many.',
      '- `job.terminal` with an outcome is `job.succeeded`, `job.failed`, `job.refused`, `job.canceled` and `job.expired`: an outcome is no dimension.',
    ].join('\n'),
  );
}

export function alarmsPage(indicators: readonly Indicator[], alarms: readonly Alarm[]): string {
  const speakers = alarms.filter(({ speaks }) => speaks !== undefined);
  const windows = burnWindows.map((window) => [
    `${window.rate} ×`,
    describeSeconds(window.longSeconds),
    describeSeconds(window.shortSeconds),
    percent(budgetSpent(window)),
    window.severity,
  ]);
  return page(
    '# Alarms',
    'Names in CloudWatch are `reelyard-<environment>-<alarm>`; figures are those of `prod`. A part says nothing by itself. `farm-down` silences the pages that are only its consequences.',
    '## Promises',
    table(
      ['indicator', 'promise', 'bad', 'of'],
      indicators.map(({ id, promise, bad, total }) => [id, promise, `\`${bad}\``, `\`${total}\``]),
    ),
    '## Burn rates',
    'Of a budget of 30 days. Both windows must be over the rate. Source: *The Site Reliability Workbook*, chapter 5, method 6, table 5-8; the row of 3 × is ours.',
    table(['rate', 'long window', 'short window', 'budget gone', 'speaks as'], windows),
    'CloudWatch has no period beyond a day: three days are three days of which each is over the rate. In the long window at least three events must have been bad.',
    '## What speaks',
    table(['alarm', 'as', 'meaning', 'runbook', 'when'], speakers.map(rowOfAlarm)),
    '## Parts',
    table(['part', 'expression', 'periods'], alarms.filter(isPart).map(rowOfPart)),
    '## Beside CloudWatch',
    'AWS Budgets (forecast above 100 %, 80 % and 100 % spent of `monthlyBudgetUsd`) and Cost Anomaly Detection (a tenth of the budget) tell the ticket topic; see [the runbook](../runbooks/cost-anomaly.md).',
    '## Left out',
    [
      '- Webhook lag: a slow or dead receiver is its owner’s business, and the delivery log tells him. `webhook.lag` and `webhook.failed` tell about all of them together.',
      '- Log groups are not alarmed on: what counts is a metric.',
      '- Age of the oldest SQS message: it ignores messages received more than three times and sleeps on idle queues; `job.queued.oldest` is ours.',
    ].join('\n'),
  );
}

type Part = MetricAlarm;

function isPart(alarm: Alarm): alarm is Part {
  return alarm.kind === 'metric' && !/-\d+(-\d)?x-/.test(alarm.id);
}

function rowOfAlarm(alarm: Alarm): string[] {
  const when = alarm.kind === 'metric' ? 'see below' : renderRule(alarm.rule, (id) => id).replaceAll('"', '');
  const link = `[${alarm.runbook}](../runbooks/${alarm.runbook}.md)`;
  return [`\`${alarm.id}\``, alarm.speaks ?? '', alarm.meaning, link, `\`${when}\``];
}

function rowOfPart({ id, expression, comparison, threshold, periodSeconds, periods, datapoints }: Part): string[] {
  const period = `${datapoints} of ${periods} × ${describeSeconds(periodSeconds)}`;
  return [`\`${id}\``, `\`${expression} ${comparison} ${threshold}\``, period];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const page = (title: string, ...parts: readonly string[]): string => `${[title, generated, ...parts].join('\n\n')}\n`;
