/** A web ACL in front of the load balancer: known attackers, known exploits, and a rate per address. */
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl/index.js';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association/index.js';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { LogGroup } from './log-group.ts';

export interface WebAclProps {
  names: Names;
  loadBalancerArn: string;
  logDays: number;
}

/** Per address and five minutes; tenants have limits of their own in the API. */
const requestsPerAddress = 30_000;

interface ManagedGroup {
  name: string;
  /** Rules that would refuse honest compositions; counted instead. */
  countOnly: readonly string[];
}

/** Compositions are up to 256 KiB and full of URLs and text; the server checks both itself. */
const managedGroups: readonly ManagedGroup[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', countOnly: [] },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    countOnly: ['SizeRestrictions_BODY', 'GenericRFI_BODY', 'CrossSiteScripting_BODY', 'EC2MetaDataSSRF_BODY'],
  },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', countOnly: [] },
];

export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, { names, loadBalancerArn, logDays }: WebAclProps) {
    super(scope, id);
    const acl = new Wafv2WebAcl(this, 'acl', {
      name: names.webAcl,
      description: 'In front of the load balancer',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: [...managedGroups.map(toRule), rateRule(managedGroups.length)],
      visibilityConfig: visibility(names.webAcl),
    });
    new Wafv2WebAclAssociation(this, 'association', { resourceArn: loadBalancerArn, webAclArn: acl.arn });
    const group = new LogGroup(this, 'logs', { name: names.logGroups.waf, days: logDays });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [group.arn],
      // Keys are in this header; the log must not hold them.
      redactedFields: [{ singleHeader: { name: 'authorization' } }, { singleHeader: { name: 'x-api-key' } }],
    });
  }
}

function toRule({ name, countOnly }: ManagedGroup, priority: number) {
  // The bindings pass a statement through as it is, so it is spelled as Terraform spells it.
  const overrides = countOnly.map((rule) => ({ name: rule, action_to_use: { count: {} } }));
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managed_rule_group_statement: { name, vendor_name: 'AWS', rule_action_override: overrides } },
    visibilityConfig: visibility(name),
  };
}

function rateRule(priority: number) {
  return {
    name: 'rate-per-address',
    priority,
    action: { block: {} },
    statement: { rate_based_statement: { limit: requestsPerAddress, aggregate_key_type: 'IP' } },
    visibilityConfig: visibility('rate-per-address'),
  };
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
