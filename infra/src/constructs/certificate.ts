/** A certificate that proves itself and renews itself by a record in our zone. */
import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate/index.js';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation/index.js';
import { type AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record/index.js';
import { Construct } from 'constructs';

export interface CertificateProps {
  domain: string;
  hostedZoneId: string;
  /** Of the region where it is used; CloudFront's is us-east-1. */
  provider?: AwsProvider;
}

export class Certificate extends Construct {
  /** Of the validated certificate. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { domain, hostedZoneId, provider }: CertificateProps) {
    super(scope, id);
    const where = provider === undefined ? {} : { provider };
    const certificate = new AcmCertificate(this, 'certificate', {
      domainName: domain,
      validationMethod: 'DNS',
      keyAlgorithm: 'EC_prime256v1',
      lifecycle: { createBeforeDestroy: true },
      ...where,
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, 'proof', {
      zoneId: hostedZoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      allowOverwrite: true,
    });
    this.arn = new AcmCertificateValidation(this, 'validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
      ...where,
    }).certificateArn;
  }
}
