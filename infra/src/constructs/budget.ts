/** What the month may cost, by the environment's tag. The tag must be active as a cost allocation tag, or nothing is counted. */
import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget/index.js';
import { Construct } from 'constructs';

export interface BudgetProps {
  name: string;
  monthlyUsd: number;
  tag: { key: string; value: string };
  topicArn: string;
}

/** The forecast speaks while there is time to act, the bill when there is none. */
const thresholds = [
  { notificationType: 'FORECASTED', threshold: 100 },
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
] as const;

export class Budget extends Construct {
  constructor(scope: Construct, id: string, { name, monthlyUsd, tag, topicArn }: BudgetProps) {
    super(scope, id);
    new BudgetsBudget(this, 'budget', {
      name,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(monthlyUsd),
      limitUnit: 'USD',
      costFilter: [{ name: 'TagKeyValue', values: [`user:${tag.key}$${tag.value}`] }],
      notification: thresholds.map((each) => ({
        ...each,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
        subscriberSnsTopicArns: [topicArn],
      })),
    });
  }
}
