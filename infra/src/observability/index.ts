/** Door of what is watched: metrics, objectives, alarms, dashboards and saved queries as data. Loads nothing of cdktf. */
export {
  type Alarm,
  alarmName,
  type CompositeAlarm,
  type MetricAlarm,
  partsOf,
  type Rule,
  type Severity,
} from './alarm.ts';
export { alarmsOf, costRunbook, describeAlarm, runbooksOf } from './all-alarms.ts';
export { badShare, budgetSpent, type BurnWindow, burnWindows, detectionSeconds } from './burn-rate.ts';
export { checkDashboard } from './dashboards/check-dashboard.ts';
export { type Dashboard, type DashboardId, type GraphWidget, type Row, type Widget } from './dashboards/dashboard.ts';
export { dashboardsOf } from './dashboards/index.ts';
export { type CloudWatchDashboard, renderDashboard } from './dashboards/render-dashboard.ts';
export { type AlarmState, evaluate, evaluateAlarm, type Period } from './evaluate.ts';
export { type Indicator, indicatorsOf } from './indicators.ts';
export { definitionOf, type MetricDefinition, type MetricKey, metricKeys } from './metrics.ts';
export { type SavedQuery, savedQueriesOf } from './saved-queries.ts';
export { type Series, type Stat } from './series.ts';
export { type FarmView, type ViewedPool } from './view.ts';
export { viewOf } from './view-of.ts';
