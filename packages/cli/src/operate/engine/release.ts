/**
 * Releases of engines, pure. A release is one package in the engine bucket, by digest: `engines/<name>/<version>-<sha256>.tar.gz`.
 * The active one is the value of the SSM parameter of the environment, with those that were active before it, latest first.
 */
import { CommandError, EXIT } from '../../exit-code.ts';

export interface Release {
  name: string;
  version: string;
  /** Key in the engine bucket. */
  key: string;
  /** Lower-case hex. */
  sha256: string;
}

/** Order of the members matters: the bootstrap document takes the first `key` and `sha256` of the text, without a JSON reader. */
export interface ActiveRelease extends Release {
  previous: readonly Release[];
}

/** A standard parameter holds 4 KB, a release takes some 250 bytes. */
const keptReleases = 8;
const keyPattern = /^engines\/([a-z][a-z0-9-]{0,31})\/(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]+)?)-([0-9a-f]{64})\.tar\.gz$/;
const wantedPattern = /^([a-z][a-z0-9-]{0,31})@([^:]+)(?::([0-9a-f]{6,64}))?$/;

export function releaseKey(name: string, version: string, sha256: string): string {
  return `engines/${name}/${version}-${sha256}.tar.gz`;
}

/** The release that a key names, or undefined for any other object. */
export function findRelease(key: string): Release | undefined {
  const [, name, version, sha256] = keyPattern.exec(key) ?? [];
  if (name === undefined || version === undefined || sha256 === undefined) return undefined;
  return { name, version, key, sha256 };
}

/**
 * The published release that `NAME@VERSION`, or `NAME@VERSION:DIGEST` with the first digits of the digest, means.
 * @throws CommandError when it means none or several
 */
export function getWanted(published: readonly Release[], wanted: string): Release {
  const [, name, version, digest = ''] = wantedPattern.exec(wanted) ?? [];
  if (name === undefined)
    throw new CommandError(EXIT.usage, `${wanted}: NAME@VERSION is needed, e.g. reel@1.0.0, or NAME@VERSION:DIGEST`);
  const found = published.filter(
    (each) => each.name === name && each.version === version && each.sha256.startsWith(digest),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw found.length === 0 ? notPublished(published, wanted, name) : ambiguous(found, wanted);
}

function notPublished(published: readonly Release[], wanted: string, name: string): CommandError {
  const others = published.filter((each) => each.name === name).map(describeRelease);
  const there = others.length > 0 ? `published are ${others.join(', ')}` : `no version of ${name} is`;
  return new CommandError(EXIT.refused, `${wanted} is not published: ${there}`);
}

function ambiguous(found: readonly Release[], wanted: string): CommandError {
  const several = found.map(describeRelease).join(', ');
  return new CommandError(EXIT.usage, `${wanted} was published more than once; say which: ${several}`);
}

/** `reel@1.0.0:9c23925ed001` */
export function describeRelease({ name, version, sha256 }: Release): string {
  return `${name}@${version}:${sha256.slice(0, 12)}`;
}

/** Nothing changes when it is active already. */
export function activate(current: ActiveRelease | undefined, release: Release): ActiveRelease {
  if (current?.key === release.key) return current;
  const before = current ? [strip(current), ...current.previous] : [];
  return { ...strip(release), previous: before.slice(0, keptReleases) };
}

/**
 * The release that was active before; a second rollback goes one further back.
 * @throws CommandError when none was
 */
export function rollback(current: ActiveRelease | undefined): ActiveRelease {
  const [last, ...older] = current?.previous ?? [];
  if (last) return { ...strip(last), previous: older };
  throw new CommandError(EXIT.refused, 'there is nothing to roll back to: no other release was active before');
}

function strip({ name, version, key, sha256 }: Release): Release {
  return { name, version, key, sha256 };
}
