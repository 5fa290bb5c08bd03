/** A saved Logs Insights query, in a folder of the farm's name. */
import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition/index.js';
import { Construct } from 'constructs';
import { type SavedQuery } from '../observability/saved-queries.ts';

export class QueryDefinition extends Construct {
  constructor(scope: Construct, id: string, { folder, saved }: { folder: string; saved: SavedQuery }) {
    super(scope, id);
    new CloudwatchQueryDefinition(this, 'query', {
      name: `${folder}/${saved.name}`,
      queryString: saved.query,
      logGroupNames: [...saved.logGroups],
    });
  }
}
