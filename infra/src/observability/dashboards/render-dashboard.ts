/** A dashboard in CloudWatch's words. Source: "Dashboard body structure and syntax" of the CloudWatch API reference. */
import { absurd } from '@reelyard/contracts';
import { alarmName } from '../alarm.ts';
import { type Series } from '../series.ts';
import { type FarmView } from '../view.ts';
import { type Dashboard, type GraphWidget, type Widget } from './dashboard.ts';

export interface CloudWatchWidget {
  type: 'text' | 'metric' | 'alarm' | 'log';
  x: number;
  y: number;
  width: number;
  height: number;
  properties: Readonly<Record<string, unknown>>;
}

export interface CloudWatchDashboard {
  start: string;
  periodOverride: 'inherit';
  widgets: readonly CloudWatchWidget[];
}

export const gridWidth = 24;
const headHeight = 2;
const defaultPeriodSeconds = 60;

export function renderDashboard(dashboard: Dashboard, view: FarmView): CloudWatchDashboard {
  const head = { type: 'text', x: 0, y: 0, width: gridWidth, height: headHeight } as const;
  const markdown = `# ${dashboard.title} · ${view.environment}\n${dashboard.question}`;
  const widgets: CloudWatchWidget[] = [{ ...head, properties: { markdown } }];
  let y = headHeight;
  for (const { height, widgets: shared } of dashboard.rows) {
    const width = Math.floor(gridWidth / shared.length);
    shared.forEach((widget, at) => widgets.push({ ...render(widget, view), x: at * width, y, width, height }));
    y += height;
  }
  // The periods below are part of what is shown; CloudWatch must not stretch them with the time range.
  return { start: '-PT6H', periodOverride: 'inherit', widgets };
}

function render(widget: Widget, view: FarmView): Pick<CloudWatchWidget, 'type' | 'properties'> {
  switch (widget.kind) {
    case 'text':
      return { type: 'text', properties: { markdown: widget.markdown } };
    case 'graph':
    case 'numbers':
      return { type: 'metric', properties: renderGraph(widget, view) };
    case 'alarms': {
      const arn = (id: string): string =>
        `arn:aws:cloudwatch:${view.region}:${view.account}:alarm:${alarmName(view.environment, id)}`;
      return { type: 'alarm', properties: { title: widget.title, alarms: widget.ids.map(arn) } };
    }
    case 'log': {
      const sources = widget.logGroups.map((group) => `SOURCE '${group}'`).join(' | ');
      const query = `${sources} | ${widget.query}`;
      return { type: 'log', properties: { region: view.region, title: widget.title, query, view: widget.view } };
    }
    default:
      return absurd(widget);
  }
}

function renderGraph(widget: GraphWidget, view: FarmView): Record<string, unknown> {
  const { title, curves = {}, inputs = {}, lines = [], periodSeconds, isStacked, unit, limits, overDays } = widget;
  const region = widget.region ?? view.region;
  const isNumber = widget.kind === 'numbers';
  return {
    ...{ region, title, view: isNumber ? 'singleValue' : 'timeSeries', stacked: isStacked === true },
    period: periodSeconds ?? defaultPeriodSeconds,
    ...(isNumber ? { setPeriodToTimeRange: overDays !== undefined } : {}),
    ...(overDays === undefined ? {} : { start: `-P${overDays}D`, end: 'P0D' }),
    ...(isNumber
      ? {}
      : { yAxis: { left: { min: 0, showUnits: false, ...(unit === undefined ? {} : { label: unit }) } } }),
    ...(limits === undefined ? {} : { annotations: { horizontal: limits } }),
    metrics: [
      ...lines.map(({ expression, label }, at) => [{ id: `line${at}`, expression, label }]),
      ...Object.entries(curves).map(([id, { label, ...series }]) => toMetric(series, { id, label })),
      ...Object.entries(inputs).map(([id, series]) => toMetric(series, { id, visible: false })),
    ],
  };
}

function toMetric({ namespace, metric, dimensions, stat }: Series, more: Record<string, unknown>): unknown[] {
  return [namespace, metric, ...Object.entries(dimensions).flat(), { ...more, stat }];
}
