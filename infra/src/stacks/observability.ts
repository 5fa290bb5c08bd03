/** What is watched and who hears of it: alarms, dashboards, saved queries, topics, budget. Log groups belong to what writes to them. */
import { type Construct } from 'constructs';
import { Alarms } from '../constructs/alarms.ts';
import { Budget } from '../constructs/budget.ts';
import { CostAnomaly } from '../constructs/cost-anomaly.ts';
import { Dashboard } from '../constructs/dashboard.ts';
import { FarmLoadBalancer } from '../constructs/farm-load-balancer.ts';
import { Key } from '../constructs/key.ts';
import { QueryDefinition } from '../constructs/query-definition.ts';
import { Topic } from '../constructs/topic.ts';
import { alarmsOf } from '../observability/all-alarms.ts';
import { dashboardsOf } from '../observability/dashboards/index.ts';
import { savedQueriesOf } from '../observability/saved-queries.ts';
import { viewOf } from '../observability/view-of.ts';
import { type FarmView } from '../observability/view.ts';
import { alertKeyPolicy } from '../policies/alert-key.ts';
import { alertTopicPolicy } from '../policies/alert-topic.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

/** An anomaly of a tenth of the month's budget is worth a look. */
const anomalyShare = 0.1;

export class ObservabilityStack extends FarmStack {
  constructor(scope: Construct, props: FarmStackProps) {
    super(scope, 'observability', props);
    const { names, environment } = this;
    const ids = new FarmLoadBalancer(this, 'load-balancer', { names });
    const view = viewOf(environment, names, ids);
    const topics = this.#addTopics();
    new Alarms(this, 'alarms', {
      environment: environment.name,
      alarms: alarmsOf(view),
      topics,
      withComposites: this.has('composite-alarms'),
    });
    for (const dashboard of dashboardsOf(view)) new Dashboard(this, `dashboard-${dashboard.id}`, { dashboard, view });
    if (this.has('saved-queries')) this.#saveQueries(view);
    this.#watchCost(topics.ticket);
  }

  #addTopics(): { page: string; ticket: string } {
    const { names, environment } = this;
    const key = new Key(this, 'key', {
      alias: names.alertKeyAlias,
      description: `${names.prefix}: what alarms say`,
      policy: alertKeyPolicy(names),
    });
    const topic = (severity: 'page' | 'ticket'): string => {
      const name = names.topics[severity];
      const policy = alertTopicPolicy(names, name);
      return new Topic(this, severity, { name, keyArn: key.arn, policy, mails: environment.operations[severity] }).arn;
    };
    return { page: topic('page'), ticket: topic('ticket') };
  }

  #saveQueries(view: FarmView): void {
    for (const saved of savedQueriesOf(view))
      new QueryDefinition(this, `query-${saved.name}`, { folder: this.names.prefix, saved });
  }

  #watchCost(topicArn: string): void {
    const { names, environment } = this;
    const { monthlyBudgetUsd } = environment.operations;
    const tag = { key: 'reelyard:environment', value: environment.name };
    const name = names.prefix;
    if (this.has('budget')) new Budget(this, 'budget', { name, monthlyUsd: monthlyBudgetUsd, tag, topicArn });
    if (!this.has('anomaly-detection')) return;
    new CostAnomaly(this, 'cost', { name, tag, leastUsd: Math.ceil(monthlyBudgetUsd * anomalyShare), topicArn });
  }
}
