/** What CloudWatch would refuse or show wrongly: widgets off the grid or over each other, too many metrics, variables that nobody has. */
import { type CloudWatchDashboard, type CloudWatchWidget, gridWidth } from './render-dashboard.ts';

/** Quotas of CloudWatch: widgets and metrics of one dashboard, metrics of one widget. */
const limits = { widgets: 500, metricsOfWidget: 500, metrics: 2_500, height: 1_000 };

/** @returns one sentence per problem. */
export function checkDashboard({ widgets }: CloudWatchDashboard): string[] {
  const counts = widgets.map((widget) => metricsOf(widget).length);
  return [
    ...widgets.flatMap(checkPlace),
    ...widgets.flatMap((widget, at) =>
      widgets
        .slice(at + 1)
        .flatMap((other) => (overlap(widget, other) ? [`${nameOf(widget)} lies on ${nameOf(other)}`] : [])),
    ),
    ...widgets.flatMap(checkVariables),
    ...(widgets.length > limits.widgets ? [`${widgets.length} widgets`] : []),
    ...counts.flatMap((count, at) => (count > limits.metricsOfWidget ? [`widget ${at} has ${count} metrics`] : [])),
    ...(counts.reduce((sum, count) => sum + count, 0) > limits.metrics ? ['too many metrics'] : []),
  ];
}

function checkPlace(widget: CloudWatchWidget): string[] {
  const { x, y, width, height } = widget;
  const isOnGrid = [x, y, width, height].every(Number.isInteger) && x >= 0 && y >= 0 && width >= 1 && height >= 1;
  if (isOnGrid && x + width <= gridWidth && height <= limits.height) return [];
  return [`${nameOf(widget)} is off the grid: x ${x}, y ${y}, width ${width}, height ${height}`];
}

function overlap(a: CloudWatchWidget, b: CloudWatchWidget): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function checkVariables(widget: CloudWatchWidget): string[] {
  const tails = metricsOf(widget).map((metric) => (metric.at(-1) ?? {}) as { id?: string; expression?: string });
  const ids = tails.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const bad = ids.filter((id) => !/^[a-z][a-zA-Z0-9_]*$/.test(id));
  const unknown = tails
    .flatMap(({ expression }) => (expression === undefined ? [] : variablesOf(expression)))
    .filter((variable) => !ids.includes(variable));
  return [
    ...twice.map((id) => `${nameOf(widget)} has ${id} twice`),
    ...bad.map((id) => `${nameOf(widget)}: ${id} is no variable name`),
    ...unknown.map((variable) => `${nameOf(widget)} has no ${variable}`),
  ];
}

/** Names in metric math that are no function; a SEARCH's text is its own. */
export function variablesOf(expression: string): string[] {
  const plain = expression.replace(/'[^']*'/g, '');
  return [...plain.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => name).filter((name) => /^[a-z]/.test(name));
}

export function metricsOf({ properties }: CloudWatchWidget): readonly unknown[][] {
  return (properties['metrics'] ?? []) as unknown[][];
}

const nameOf = ({ properties }: CloudWatchWidget): string => String(properties['title'] ?? properties['markdown']);
