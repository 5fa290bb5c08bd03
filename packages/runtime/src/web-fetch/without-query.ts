/** Messages reach clients and logs: the query of an address may hold a signature, its user part a password. */

/** Up to the last `@` before the path, with as many slashes of either kind as a URL parser takes for two. */
const USERINFO = /^([a-z][a-z\d+.-]*:[/\\]*)[^/\\]*@/i;

export function withoutQuery(address: string): string {
  const at = address.search(/[?#]/);
  const bare = at < 0 ? address : address.slice(0, at);
  return bare.replace(USERINFO, '$1').slice(0, 300);
}
