/** CloudFront over the artifacts: signed URLs alone, TLS alone, the bucket reached by a signature of CloudFront's own. */
import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution/index.js';
import { CloudfrontKeyGroup } from '@cdktf/provider-aws/lib/cloudfront-key-group/index.js';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control/index.js';
import { CloudfrontPublicKey } from '@cdktf/provider-aws/lib/cloudfront-public-key/index.js';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record/index.js';
import { type Delivery } from '@reelyard/environments';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { type Names } from '../names.ts';
import { Certificate } from './certificate.ts';
import { usEast1 } from './us-east-1.ts';

export interface ArtifactCdnProps {
  names: Names;
  delivery: Delivery;
  tags: Readonly<Record<string, string>>;
}

/** Policies that AWS keeps; source: CloudFront's developer guide, "Use managed cache policies" and "… response headers policies". */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const corsAndSecurityHeaders = 'eaab4381-ed33-4a86-88ca-d9558dc6cd63';
const originId = 'artifacts';

export class ArtifactCdn extends Construct {
  /** Where viewers ask. */
  readonly domain: string;
  /** Of the key that signs. */
  keyPairId = '';

  constructor(scope: Construct, id: string, { names, delivery, tags }: ArtifactCdnProps) {
    super(scope, id);
    const signers = this.#addSigners(names, delivery);
    const control = new CloudfrontOriginAccessControl(this, 'control', {
      name: `${names.prefix}-artifacts`,
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    });
    const { domain } = delivery;
    const distribution = new CloudfrontDistribution(this, 'distribution', {
      enabled: true,
      comment: `${names.prefix}: artifacts`,
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      priceClass: 'PriceClass_100',
      aliases: domain === undefined ? [] : [domain.name],
      origin: [
        {
          originId,
          domainName: `${names.artifactBucket}.s3.${names.region}.amazonaws.com`,
          originAccessControlId: control.id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: originId,
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
        cachedMethods: ['GET', 'HEAD'],
        cachePolicyId: cachingOptimized,
        responseHeadersPolicyId: corsAndSecurityHeaders,
        trustedKeyGroups: [signers.id],
        // Video is compressed already.
        compress: false,
      },
      restrictions: { geoRestriction: { restrictionType: 'none', locations: [] } },
      viewerCertificate: this.#certificateOf(delivery, tags),
    });
    this.domain = domain?.name ?? distribution.domainName;
    if (domain === undefined) return;
    const alias = { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false };
    for (const type of ['A', 'AAAA'])
      new Route53Record(this, type, { zoneId: domain.hostedZoneId, name: domain.name, type, alias });
  }

  /** Each key is named by its digest: what has signed stays the same resource, with the same id, until it is taken out. */
  #addSigners({ prefix }: Names, { publicKey, retiringKeys = [] }: Delivery): CloudfrontKeyGroup {
    const keys = [publicKey, ...retiringKeys].map((encodedKey) => {
      const digest = createHash('sha256').update(encodedKey.trim()).digest('hex').slice(0, 8);
      return new CloudfrontPublicKey(this, `key-${digest}`, {
        name: `${prefix}-signer-${digest}`,
        comment: 'Verifies signed URLs; its private half is not here',
        encodedKey,
        lifecycle: { createBeforeDestroy: true },
      });
    });
    const items = keys.map(({ id }) => id);
    this.keyPairId = items[0] ?? '';
    return new CloudfrontKeyGroup(this, 'signers', { name: `${prefix}-signers`, items });
  }

  #certificateOf({ domain }: Delivery, tags: ArtifactCdnProps['tags']) {
    if (domain === undefined) return { cloudfrontDefaultCertificate: true };
    const { arn } = new Certificate(this, 'certificate', {
      domain: domain.name,
      hostedZoneId: domain.hostedZoneId,
      provider: usEast1(this, tags),
    });
    return { acmCertificateArn: arn, sslSupportMethod: 'sni-only', minimumProtocolVersion: 'TLSv1.2_2021' };
  }
}
