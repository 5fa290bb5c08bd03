/** Images by digest: tags never move, images are scanned, old ones go. */
import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository/index.js';
import { Construct } from 'constructs';

export interface ImageRepositoryProps {
  name: string;
  keyArn: string;
  keepImages: number;
  isProtected: boolean;
}

export class ImageRepository extends Construct {
  constructor(scope: Construct, id: string, { name, keyArn, keepImages, isProtected }: ImageRepositoryProps) {
    super(scope, id);
    const repository = new EcrRepository(this, 'repository', {
      name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: keyArn }],
      forceDelete: !isProtected,
    });
    const rule = {
      rulePriority: 1,
      description: `the last ${keepImages}: enough to roll back`,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: keepImages },
      action: { type: 'expire' },
    };
    new EcrLifecyclePolicy(this, 'life', { repository: repository.name, policy: JSON.stringify({ rules: [rule] }) });
  }
}
