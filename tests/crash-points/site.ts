/** A call site: who calls which action of AWS, and where in our code. Two calls are of one site when nothing but their data differs. */
import { type FaultMatch } from '@reelyard/local-cloud';

export const CALLERS = ['job-server', 'agent', 'scale', 'lifecycle', 'machine', 'client'] as const;
/** `machine`: the bootstrap document's own calls on the instance; `client`: whoever holds a signed URL. */
export type Who = (typeof CALLERS)[number];

export interface Site {
  who: Who;
  service: string;
  action: string;
  /** Path in our code, as the caller's user agent tells it: loop or function, operation of the ledger, transition. Empty: the only one. */
  at: string;
}

/** A row of `GET /_local/calls`. */
export interface RecordedCall {
  accessKeyId: string;
  service: string;
  action: string;
  site?: string;
}

export const nameOf = ({ who, service, action, at }: Site): string =>
  `${who} ${service}:${action}${at === '' ? '' : ` ${at}`}`;

/** Which line of our code calls: without the action and the transition, which chance decides (one write or a transaction of several). */
export const lineOf = ({ who, service, at }: Site): string =>
  [who, service, at.replace(/\.T\d+.*$/, '')].filter((part) => part !== '').join(' ');

/** @throws Error for a text that names none */
export function parseSite(text: string): Site {
  const found = /^(\S+) (\w+):(\w+)(?: (\S+))?$/.exec(text);
  const [, who, service, action, at = ''] = found ?? [];
  const known = CALLERS.find((each) => each === who);
  if (!known || service === undefined || action === undefined) throw new Error(`${text}: no call site`);
  return { who: known, service, action, at };
}

const PROCESSES = ['agent', 'scale', 'lifecycle'] as const;

/** Undefined: a call of the tests themselves. */
export function siteOf({ accessKeyId, service, action, site = '' }: RecordedCall): Site | undefined {
  if (service === 'logs' || action === '') return undefined;
  const who = callerOf(accessKeyId, service, action, site);
  if (who === undefined) return undefined;
  const own = PROCESSES.find((each) => each === who);
  return { who, service, action, at: own === undefined ? site : site.slice(own.length + 1) };
}

function callerOf(accessKeyId: string, service: string, action: string, site: string): Who | undefined {
  const own = PROCESSES.find((each) => site === each || site.startsWith(`${each}.`));
  if (own !== undefined) return own;
  if (accessKeyId === 'job-server') return isSigned(service, action) ? 'client' : 'job-server';
  return /^ASIA[0-9a-fA-F]{16}$/.test(accessKeyId) ? 'machine' : undefined;
}

/** The job server only signs these; whoever holds the URL makes the call. */
const isSigned = (service: string, action: string): boolean =>
  service === 's3' && (action === 'PutObject' || action === 'GetObject');

/** What a fault rule matches the site's calls by. */
export function matchOf({ who, service, action, at }: Site): FaultMatch {
  const isOwn = PROCESSES.some((each) => each === who);
  const site = isOwn ? [who, at].filter((part) => part !== '').join('.') : at;
  const principal = isOwn ? {} : { instanceOrKey: who === 'machine' ? 'ASIA' : 'job-server' };
  return { service, action, site, ...principal };
}

export function listSites(calls: readonly RecordedCall[]): Site[] {
  const byName = new Map<string, Site>();
  for (const call of calls) {
    const site = siteOf(call);
    if (site) byName.set(nameOf(site), site);
  }
  return [...byName.values()].sort(
    (a, b) => CALLERS.indexOf(a.who) - CALLERS.indexOf(b.who) || (nameOf(a) < nameOf(b) ? -1 : 1),
  );
}
