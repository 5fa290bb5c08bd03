/**
 * A dashboard as data: rows of widgets that share 24 columns. It says what is looked at; `render-dashboard.ts` says it to CloudWatch, and
 * whatever else draws it reads the same definition.
 */
import { type Series } from '../series.ts';

export type DashboardId = 'golden' | 'flow' | 'fleet' | 'engine' | 'edge';

export interface Dashboard {
  id: DashboardId;
  title: string;
  /** What it answers; stands at its top. */
  question: string;
  rows: readonly Row[];
}

export interface Row {
  /** In grid units of CloudWatch. */
  height: number;
  widgets: readonly Widget[];
}

export interface Curve extends Series {
  label: string;
}

export interface Line {
  expression: string;
  label: string;
}

export interface GraphWidget {
  kind: 'graph' | 'numbers';
  title: string;
  /** Drawn, by variable name. */
  curves?: Readonly<Record<string, Curve>>;
  /** Only read by the lines. */
  inputs?: Readonly<Record<string, Series>>;
  /** Metric math over curves and inputs. */
  lines?: readonly Line[];
  periodSeconds?: number;
  isStacked?: boolean;
  unit?: string;
  /** Horizontal lines, e.g. an objective. */
  limits?: readonly { label: string; value: number }[];
  /** Where the metrics are kept; the farm's region unless told. */
  region?: string;
  /** One number over this many days instead of the dashboard's time range. */
  overDays?: number;
}

export type Widget =
  | { kind: 'text'; markdown: string }
  | GraphWidget
  /** States of the alarms of these ids. */
  | { kind: 'alarms'; title: string; ids: readonly string[] }
  /** Logs Insights. */
  | { kind: 'log'; title: string; logGroups: readonly string[]; query: string; view: 'table' | 'bar' | 'timeSeries' };

export function row(height: number, ...widgets: readonly Widget[]): Row {
  return { height, widgets };
}
