/** A CloudWatch dashboard from its definition. Synth fails on what CloudWatch would refuse. */
import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js';
import { Construct } from 'constructs';
import { checkDashboard } from '../observability/dashboards/check-dashboard.ts';
import { type Dashboard as Data } from '../observability/dashboards/dashboard.ts';
import { renderDashboard } from '../observability/dashboards/render-dashboard.ts';
import { type FarmView } from '../observability/view.ts';

export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { dashboard, view }: { dashboard: Data; view: FarmView }) {
    super(scope, id);
    const body = renderDashboard(dashboard, view);
    const problems = checkDashboard(body);
    if (problems.length > 0) throw new Error(`dashboard ${dashboard.id}: ${problems.join('; ')}`);
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: `reelyard-${view.environment}-${dashboard.id}`,
      dashboardBody: JSON.stringify(body),
    });
  }
}
