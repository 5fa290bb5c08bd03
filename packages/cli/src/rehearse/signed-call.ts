/** A call to an emulated AWS without an SDK client: it reads the service from the credential scope and checks no signature. */
export interface SignedCall {
  /** Name in the credential scope, e.g. `ecs`. */
  service: string;
  /** JSON services: target and body. Query services: parameters. REST: a path. */
  target?: string;
  body?: unknown;
  query?: Readonly<Record<string, string>>;
  path?: string;
}

/** @throws Error for an answer that is not 2xx */
export async function callEmulated(endpoint: string, region: string, call: SignedCall): Promise<string> {
  const { service, target, body = {}, query, path = '/' } = call;
  const scope = `AKIAREHEARSAL/20300101/${region}/${service}/aws4_request`;
  const headers: Record<string, string> = {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    ...(target === undefined ? {} : { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }),
    ...(query === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const payload = target !== undefined ? JSON.stringify(body) : query && new URLSearchParams(query).toString();
  const method = payload === undefined ? 'GET' : 'POST';
  const response = await fetch(new URL(path, endpoint), { method, headers, ...(payload ? { body: payload } : {}) });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${service} ${target ?? query?.['Action'] ?? path}: ${response.status} ${text.slice(0, 300)}`);
  return text;
}
