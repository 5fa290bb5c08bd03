/** The AWS provider of a stack: constraint, default tags, allowed accounts; and the account it works in. */
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { type Environment } from '@reelyard/environments';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/** What we synthesize is valid in both majors; the bindings are of the newer one. */
export const providerConstraint = '>= 5.100, < 7';

/** The loopback has no virtual hosts for buckets, no metadata service and no credentials to check. */
const emulated = {
  s3UsePathStyle: true,
  skipCredentialsValidation: true,
  skipMetadataApiCheck: 'true',
  skipRegionValidation: true,
};

export interface FarmProviderProps {
  environment: Environment;
  tags: Readonly<Record<string, string>>;
}

export class FarmProvider extends Construct {
  /** Reference to the account id. */
  readonly account: string;

  constructor(scope: Construct, id: string, { environment, tags }: FarmProviderProps) {
    super(scope, id);
    const { region, accounts, state } = environment;
    new AwsProvider(this, 'aws', {
      region,
      defaultTags: [{ tags: { ...tags } }],
      ...(accounts.length === 0 ? {} : { allowedAccountIds: [...accounts] }),
      ...(state.kind === 'local' ? emulated : {}),
    });
    TerraformStack.of(this).addOverride('terraform.required_providers.aws.version', providerConstraint);
    this.account = new DataAwsCallerIdentity(this, 'caller').accountId;
  }
}
