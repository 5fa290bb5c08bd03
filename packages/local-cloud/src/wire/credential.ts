/** Who signed a call and for which service, read from the credential scope. Signatures are not verified here. */
export interface Credential {
  accessKeyId: string;
  service: string;
  region: string;
}

/** @param authorization the header; @param query the raw query string, searched for a presigned credential. */
export function readCredential(authorization: string | undefined, query: string): Credential | undefined {
  if (authorization !== undefined) {
    const start = authorization.indexOf('Credential=');
    if (start < 0) return undefined;
    const end = authorization.indexOf(',', start);
    return fromScope(authorization.slice(start + 11, end < 0 ? undefined : end));
  }
  if (!query.includes('X-Amz-Credential=')) return undefined;
  return fromScope(new URLSearchParams(query).get('X-Amz-Credential') ?? '');
}

/** `AKID/20260101/us-east-1/dynamodb/aws4_request`; an access key id may itself not hold a slash. */
function fromScope(scope: string): Credential | undefined {
  const [accessKeyId, , region, service] = scope.split('/', 4);
  if (!accessKeyId || !region || !service) return undefined;
  return { accessKeyId, service: service.trim(), region };
}
