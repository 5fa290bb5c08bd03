/** What every service does with the ledger: items by key and its own indexes, never a scan, never the table itself. */
import { ledgerTable } from '../ledger-table.ts';
import { type Names } from '../names.ts';
import { type Statement } from './statement.ts';

export function ledgerUse({ arns }: Names): readonly Statement[] {
  return [
    {
      sid: 'LedgerItems',
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      resources: [arns.table],
    },
    {
      sid: 'LedgerIndexes',
      actions: ['dynamodb:Query'],
      resources: ledgerTable.indexes.map(({ name }) => `${arns.table}/index/${name}`),
    },
  ];
}
