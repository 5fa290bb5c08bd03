/** A symmetric key that rotates each year, with an alias. */
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js';
import { Construct } from 'constructs';
import { type Policy, renderPolicy } from '../policies/statement.ts';

export interface KeyProps {
  alias: string;
  description: string;
  policy: Policy;
}

/** The longest that KMS allows: a deleted key takes everything under it along. */
const deletionWindowDays = 30;

export class Key extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { alias, description, policy }: KeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'key', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays,
      policy: renderPolicy(policy),
    });
    new KmsAlias(this, 'alias', { name: alias, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
