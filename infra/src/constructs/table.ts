/** A table: on demand, point-in-time recovery, our key, deletion protection and TTL. Every key is a string. */
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { Construct } from 'constructs';

export interface TableProps {
  name: string;
  keyArn: string;
  isProtected: boolean;
  hashKey: string;
  rangeKey: string;
  ttl: string;
  indexes: readonly { name: string; hashKey: string; rangeKey: string; projected: readonly string[] }[];
}

export class Table extends Construct {
  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { hashKey, rangeKey, indexes } = props;
    const keys = [...new Set([{ hashKey, rangeKey }, ...indexes].flatMap((each) => [each.hashKey, each.rangeKey]))];
    new DynamodbTable(this, 'table', {
      name: props.name,
      // The farm is bursty, and idle most of the day.
      billingMode: 'PAY_PER_REQUEST',
      hashKey,
      rangeKey,
      attribute: keys.map((name) => ({ name, type: 'S' })),
      globalSecondaryIndex: indexes.map((index) => ({
        name: index.name,
        hashKey: index.hashKey,
        rangeKey: index.rangeKey,
        projectionType: 'INCLUDE',
        nonKeyAttributes: [...index.projected],
      })),
      ttl: { attributeName: props.ttl, enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: props.keyArn },
      deletionProtectionEnabled: props.isProtected,
    });
  }
}
