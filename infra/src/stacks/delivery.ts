/** Artifacts to viewers. An environment without a signing key has nothing here: the API's own signed URLs of S3 serve it. */
import { type Delivery } from '@reelyard/environments';
import { type Construct } from 'constructs';
import { ArtifactCdn } from '../constructs/artifact-cdn.ts';
import { Parameter } from '../constructs/parameter.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

export class DeliveryStack extends FarmStack {
  constructor(scope: Construct, { delivery, ...props }: FarmStackProps & { delivery: Delivery }) {
    super(scope, 'delivery', props);
    const { names } = this;
    const cdn = new ArtifactCdn(this, 'cdn', { names, delivery, tags: this.ownTags });
    const { domain, keyPairId } = names.deliveryParameters;
    new Parameter(this, 'domain', { name: domain, description: 'Where results are', value: cdn.domain });
    new Parameter(this, 'key-pair-id', {
      name: keyPairId,
      description: 'The key that signs URLs of results',
      value: cdn.keyPairId,
    });
  }
}
