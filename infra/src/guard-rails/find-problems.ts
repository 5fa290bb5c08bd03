/** Every rule over one tree, less the exceptions that say why. */
import { containers } from './containers.ts';
import { deadLetters } from './dead-letters.ts';
import { encryptedStorage } from './encrypted-storage.ts';
import { instanceMetadata } from './instance-metadata.ts';
import { logRetention } from './log-retention.ts';
import { noPublicAddress } from './no-public-address.ts';
import { plainHttp } from './plain-http.ts';
import { privateBuckets } from './private-buckets.ts';
import { type Exception, type Problem, type Rule, type Tree } from './rule.ts';
import { tags } from './tags.ts';
import { tlsOnly } from './tls-only.ts';
import { tlsPolicy } from './tls-policy.ts';
import { wildcards } from './wildcards.ts';
import { worldIngress } from './world-ingress.ts';

export interface Allowances {
  exceptions: readonly Exception[];
  /** Sids of the statements that say why a resource is a wildcard. */
  explained: ReadonlySet<string>;
}

export function rulesFor(explained: ReadonlySet<string>): readonly Rule[] {
  return [
    encryptedStorage,
    worldIngress,
    plainHttp,
    tlsPolicy,
    tlsOnly,
    instanceMetadata,
    noPublicAddress,
    wildcards(explained),
    logRetention,
    privateBuckets,
    deadLetters,
    containers,
    tags,
  ];
}

export function findProblems(tree: Tree, { exceptions, explained }: Allowances): (Problem & { rule: string })[] {
  return rulesFor(explained)
    .flatMap((rule) => rule.check(tree).map((problem) => ({ ...problem, rule: rule.name })))
    .filter(({ rule, address }) => !exceptions.some((each) => each.rule === rule && address.startsWith(each.address)));
}
