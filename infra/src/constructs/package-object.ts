/** A package in the engine bucket, named by its digest. */
import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import { Construct } from 'constructs';

export interface PackageObjectProps {
  bucket: string;
  key: string;
  /** Of the file, relative to where Terraform runs. */
  source: string;
  sha256: string;
  /** What later is published and activated without Terraform is not Terraform's to take back. */
  isOnlyTheFirst: boolean;
}

export class PackageObject extends Construct {
  readonly key: string;

  constructor(scope: Construct, id: string, { isOnlyTheFirst, sha256, ...place }: PackageObjectProps) {
    super(scope, id);
    const object = new S3Object(this, 'object', {
      ...place,
      contentType: 'application/gzip',
      sourceHash: sha256,
      // A new package is there before the parameter names it, the old one until nothing does.
      lifecycle: { createBeforeDestroy: true, ...(isOnlyTheFirst ? { ignoreChanges: 'all' } : {}) },
    });
    this.key = object.key;
  }
}
