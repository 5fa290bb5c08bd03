/** Artifacts to viewers. An environment without a signing key has nothing here: the API's own signed URLs of S3 serve it. */
import { type Delivery } from '@reelyard/environments';
import { type Construct } from 'constructs';
import { ArtifactCdn } from '../constructs/artifact-cdn.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

export class DeliveryStack extends FarmStack {
  constructor(scope: Construct, { delivery, ...props }: FarmStackProps & { delivery: Delivery }) {
    super(scope, 'delivery', props);
    new ArtifactCdn(this, 'cdn', { names: this.names, delivery, tags: this.ownTags });
  }
}
