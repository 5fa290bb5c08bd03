/** What a failed fetch of an asset means: the origin may mend it (asset), or the client must (permanent). */
import { type TaskFailure } from '@reelyard/contracts';

const HOPELESS = new Set([400, 401, 403, 404, 405, 406, 410, 414, 451]);

export function classifyAssetStatus(status: number, url: string, retryAfterMs?: number): TaskFailure {
  const message = `${url} answered ${status}`;
  if (HOPELESS.has(status)) return { class: 'permanent', code: 'asset_unavailable', message };
  return {
    class: 'asset',
    code: 'asset_unavailable',
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Up to the last `@` before the path, with as many slashes of either kind as a URL parser takes for two. */
const USERINFO = /^([a-z][a-z\d+.-]*:[/\\]*)[^/\\]*@/i;

/** Messages reach clients and logs: the query of an address may hold a signature. */
export function withoutQuery(address: string): string {
  const at = address.search(/[?#]/);
  const bare = at < 0 ? address : address.slice(0, at);
  return bare.replace(USERINFO, '$1').slice(0, 300);
}
