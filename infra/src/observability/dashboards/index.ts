/** Every dashboard of an environment. */
import { alarmsOf } from '../all-alarms.ts';
import { type FarmView } from '../view.ts';
import { type Dashboard } from './dashboard.ts';
import { edgeDashboard } from './edge.ts';
import { engineDashboard } from './engine.ts';
import { fleetDashboard } from './fleet.ts';
import { flowDashboard } from './flow.ts';
import { goldenDashboard } from './golden.ts';

export function dashboardsOf(view: FarmView): readonly Dashboard[] {
  return [
    goldenDashboard(view, alarmsOf(view)),
    flowDashboard(view),
    fleetDashboard(view),
    engineDashboard(view),
    edgeDashboard(view),
  ];
}
