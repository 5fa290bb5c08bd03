/** What happens to one call. A call that fails does so at each try of its SDK, so that our code and not only the SDK meets it. */
import { type FaultRule } from '@reelyard/local-cloud';
import { matchOf, nameOf, type Site } from './site.ts';

export const FATES = ['fails', 'applies-fails', 'throttled', 'never', 'dies-before', 'dies-after'] as const;
export type Fate = (typeof FATES)[number];

export interface Cell {
  site: Site;
  fate: Fate;
}

const kinds: Readonly<Record<Fate, Pick<FaultRule, 'kind' | 'untilGivenUp'>>> = {
  fails: { kind: 'error500', untilGivenUp: true },
  'applies-fails': { kind: 'apply-then-fail', untilGivenUp: true },
  throttled: { kind: 'throttle', untilGivenUp: true },
  never: { kind: 'never', untilGivenUp: true },
  'dies-before': { kind: 'kill' },
  'dies-after': { kind: 'apply-then-kill' },
};

/** Hits the first call of the site, once. */
export function ruleOf({ site, fate }: Cell, id: string): FaultRule {
  return { id, match: matchOf(site), times: 1, ...kinds[fate] };
}

/**
 * What else has to go wrong before a call is made at all: the ledger's index is looked at while queues fail, another starts the assembly when
 * the agent of the last segment is dead (the sweeper or whoever asks for the job: one is kept from it for the other), a hook gets a heartbeat when a
 * bootstrap takes longer than a minute.
 */
const LEADS_TO: readonly { sites: RegExp; rule: Omit<FaultRule, 'id'> }[] = [
  {
    sites: /^agent dynamodb:Query findWaiting$/,
    rule: { match: { service: 'sqs', action: 'ReceiveMessage', site: 'agent' }, kind: 'error500', times: 60 },
  },
  {
    sites: /^job-server dynamodb:\w+ (sweeper\.)?unblock$/,
    rule: {
      match: { service: 'dynamodb', action: 'TransactWriteItems', site: 'agent.complete.T6.last-segment' },
      kind: 'apply-then-kill',
      times: 1,
    },
  },
  {
    sites: /^job-server dynamodb:\w+ sweeper\.unblock$/,
    rule: {
      match: { service: 'dynamodb', site: 'unblock', instanceOrKey: 'job-server' },
      kind: 'error500',
      times: 500,
    },
  },
  {
    sites: /^job-server dynamodb:\w+ unblock$/,
    rule: {
      match: { service: 'dynamodb', site: 'sweeper.unblock', instanceOrKey: 'job-server' },
      kind: 'error500',
      times: 500,
    },
  },
  {
    sites: /^lifecycle autoscaling:RecordLifecycleActionHeartbeat$/,
    rule: {
      match: { service: 's3', action: 'GetObject', instanceOrKey: 'ASIA', site: '' },
      kind: 'never',
      untilGivenUp: true,
      times: 1,
    },
  },
  {
    sites: /^scale dynamodb:PutItem createInstance$/,
    rule: {
      match: { service: 'dynamodb', action: 'PutItem', site: 'lifecycle.createInstance' },
      kind: 'error500',
      untilGivenUp: true,
      times: 2,
    },
  },
];

export function leadingRules({ site }: Cell, id: string): FaultRule[] {
  const leading = LEADS_TO.filter(({ sites }) => sites.test(nameOf(site)));
  return leading.map(({ rule }, n) => ({ ...rule, id: `before ${n} ${id}` }));
}

export const isDeath = (fate: Fate): boolean => fate === 'dies-before' || fate === 'dies-after';
