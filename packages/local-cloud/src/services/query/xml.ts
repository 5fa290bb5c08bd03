/** The reply half of the query protocols. Pure: a value with the API's member names in, XML text out. */

/** What a reply may hold. Undefined members are left out; instants are written by the caller (`toInstant`). */
export type XmlValue =
  string | number | boolean | undefined | readonly XmlValue[] | { readonly [name: string]: XmlValue };

/** @param item the element of a list: `member` (AWS query) or `item` (EC2 query). */
export function renderXml(name: string, value: XmlValue, item: 'member' | 'item'): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    const items = value as readonly XmlValue[];
    return `<${name}>${items.map((each) => renderXml(item, each, item)).join('')}</${name}>`;
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([key, each]) => renderXml(key, each as XmlValue, item));
    return `<${name}>${members.join('')}</${name}>`;
  }
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '&quot;')
    .replace(/\r/g, '&#xD;');
}

/** Wall clock ms → `2026-01-31T12:00:00.000Z`. */
export function toInstant(at: number): string {
  return new Date(at).toISOString();
}
