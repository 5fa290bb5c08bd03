/** What hangs on a table beside its items: time to live, backups, tags. */
import { type Operation } from './database.ts';
import { invalid } from './errors.ts';
import { tableNamed } from './manage-table.ts';
import { type Table } from './table.ts';

interface TtlInput {
  TableName: string;
  TimeToLiveSpecification?: { Enabled?: boolean; AttributeName?: string };
}

export const updateTimeToLive: Operation = {
  changes: true,
  run(db, { TableName: name, TimeToLiveSpecification: specification = {} }: TtlInput) {
    const table = tableNamed(db, name);
    const { Enabled: isEnabled, AttributeName: attribute } = specification;
    if (attribute === undefined || attribute === '' || isEnabled === undefined)
      throw invalid("The parameter 'TimeToLiveSpecification' needs Enabled and AttributeName");
    if (isEnabled && table.ttlAttribute !== undefined)
      throw invalid(
        table.ttlAttribute === attribute
          ? 'TimeToLive is already enabled'
          : 'TimeToLive is active on a different AttributeName: current AttributeName is ' + table.ttlAttribute,
      );
    if (!isEnabled && table.ttlAttribute === undefined) throw invalid('TimeToLive is already disabled');
    const changed: Table = { ...table };
    delete changed.ttlAttribute;
    if (isEnabled) changed.ttlAttribute = attribute;
    db.tables.save(changed);
    db.items.refreshExpiries(changed);
    return JSON.stringify({ TimeToLiveSpecification: { Enabled: isEnabled, AttributeName: attribute } });
  },
};

export const describeTimeToLive: Operation = {
  changes: false,
  run(db, { TableName: name }: { TableName: string }) {
    const { ttlAttribute: attribute } = tableNamed(db, name);
    const description =
      attribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
    return JSON.stringify({ TimeToLiveDescription: description });
  },
};

/** Point-in-time recovery is remembered, never done: the state of a laptop farm is its folder. */
export const updateContinuousBackups: Operation = {
  changes: true,
  run(db, input: { TableName: string; PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled?: boolean } }) {
    const isEnabled = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
    const table = { ...tableNamed(db, input.TableName), hasPointInTimeRecovery: isEnabled };
    db.tables.save(table);
    return JSON.stringify({ ContinuousBackupsDescription: backupsOf(table) });
  },
};

export const describeContinuousBackups: Operation = {
  changes: false,
  run: (db, { TableName: name }: { TableName: string }) =>
    JSON.stringify({ ContinuousBackupsDescription: backupsOf(tableNamed(db, name)) }),
};

function backupsOf({ hasPointInTimeRecovery: isEnabled }: Table): object {
  const status = isEnabled ? 'ENABLED' : 'DISABLED';
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
  };
}

interface TagInput {
  ResourceArn: string;
  Tags?: { Key: string; Value: string }[];
  TagKeys?: string[];
}

export const tagResource: Operation = {
  changes: true,
  run(db, { ResourceArn: arn, Tags: tags = [] }: TagInput) {
    const table = tableNamed(db, arn);
    const added = Object.fromEntries(tags.map(({ Key: key, Value: value }) => [key, value]));
    db.tables.save({ ...table, tags: { ...table.tags, ...added } });
    return '';
  },
};

export const untagResource: Operation = {
  changes: true,
  run(db, { ResourceArn: arn, TagKeys: keys = [] }: TagInput) {
    const table = tableNamed(db, arn);
    const rest = Object.entries(table.tags).filter(([key]) => !keys.includes(key));
    db.tables.save({ ...table, tags: Object.fromEntries(rest) });
    return '';
  },
};

export const listTagsOfResource: Operation = {
  changes: false,
  run(db, { ResourceArn: arn }: TagInput) {
    const { tags } = tableNamed(db, arn);
    return JSON.stringify({ Tags: Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value })) });
  },
};
