/** `ryk_<tenant>_<id>_<secret>` as the client sends it. */
const pattern = /^ryk_([a-z0-9-]{1,32})_([A-Za-z0-9]{1,64})_([A-Za-z0-9]{1,128})$/;

export interface PresentedKey {
  readonly tenant: string;
  readonly id: string;
  readonly secret: string;
}

export function parseApiKey(text: string): PresentedKey | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, tenant = '', id = '', secret = ''] = match;
  return { tenant, id, secret };
}

/** The key in `Authorization: Bearer …` or, without that, in `x-api-key`. */
export function findPresentedKey(headers: {
  readonly authorization?: string | undefined;
  readonly apiKey?: string | undefined;
}): PresentedKey | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const text = bearer ?? (headers.authorization === undefined ? headers.apiKey : undefined);
  return text === undefined ? undefined : parseApiKey(text);
}
