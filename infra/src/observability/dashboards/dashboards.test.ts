import { describe, expect, it } from '@jest/globals';
import { dev, type Environment, prod, rehearsal } from '@reelyard/environments';
import { aView } from '../testing.ts';
import { checkDashboard, metricsOf } from './check-dashboard.ts';
import { type Dashboard, row } from './dashboard.ts';
import { dashboardsOf } from './index.ts';
import { renderDashboard } from './render-dashboard.ts';

describe('the dashboards', () => {
  it('are five, and CloudWatch can draw them in every environment', () => {
    for (const environment of [dev, prod, rehearsal]) {
      const view = aView(environment);
      const dashboards = dashboardsOf(view);
      expect(dashboards.map(({ id }) => id)).toEqual(['golden', 'flow', 'fleet', 'engine', 'edge']);
      for (const dashboard of dashboards) expect(checkDashboard(renderDashboard(dashboard, view))).toEqual([]);
    }
  });

  it('show another pool as soon as an environment has it', () => {
    const environment: Environment = prod;
    const pools = environment.pools.flatMap((pool) => [pool, { ...pool, name: `transcode-${pool.name}` }]);
    const view = aView({ ...environment, pools });
    const bodies = dashboardsOf(view).map((dashboard) => JSON.stringify(renderDashboard(dashboard, view)));
    expect(bodies.filter((body) => body.includes('transcode'))).toHaveLength(2);
  });

  it('show in the golden one every alarm that speaks', () => {
    const view = aView(prod);
    const golden = JSON.stringify(renderDashboard(dashboardsOf(view)[0] as Dashboard, view));
    for (const id of ['farm-down', 'queue-stuck-page', 'submit-latency-slow-burn', 'capacity-unmet'])
      expect(golden).toContain(`alarm:reelyard-prod-${id}"`);
  });

  it('read their metrics from the farm’s region, and CloudFront’s from where they are kept', () => {
    const view = { ...aView(prod), region: 'eu-central-1' };
    const regions = dashboardsOf(view).flatMap((dashboard) =>
      renderDashboard(dashboard, view)
        .widgets.filter((widget) => metricsOf(widget).length > 0)
        .map(({ properties }) => [properties['region'], properties['title']]),
    );
    expect(regions.filter(([region]) => region !== 'eu-central-1')).toEqual([['us-east-1', 'CloudFront (us-east-1)']]);
  });
});

describe('a dashboard that CloudWatch would not draw', () => {
  const view = aView(dev);
  const broken = (dashboard: Partial<Dashboard>): string[] =>
    checkDashboard(renderDashboard({ id: 'flow', title: 'Flow', question: '?', rows: [], ...dashboard }, view));

  it('is named by what is wrong with it', () => {
    const text = { kind: 'text', markdown: 'x' } as const;
    expect(broken({ rows: [row(0, text)] })).toEqual([expect.stringMatching(/x is off the grid/)]);
    expect(broken({ rows: [row(2, ...Array.from({ length: 25 }, () => text))] })[0]).toMatch(/off the grid/);
    const line = { expression: 'a/b', label: 'rate' };
    expect(broken({ rows: [row(2, { kind: 'graph', title: 'T', lines: [line] })] })).toEqual([
      'T has no a',
      'T has no b',
    ]);
  });

  it('may not have widgets that lie on each other', () => {
    const rendered = renderDashboard({ id: 'flow', title: 'Flow', question: '?', rows: [] }, view);
    const [head] = rendered.widgets;
    if (!head) throw new Error('no head');
    expect(checkDashboard({ ...rendered, widgets: [head, { ...head, y: 1 }] })).toEqual([
      expect.stringMatching(/lies on/),
    ]);
  });
});
