/** XML of S3 requests and replies. */
import { XMLParser } from 'fast-xml-parser';
import { type ServiceReply } from '../../service.ts';
import { escapeXml } from '../../wire/xml-text.ts';
import { s3Error } from './s3-error.ts';

/** Element content: text, child elements, or several elements of the same name. */
export type XmlValue = string | number | boolean | undefined | XmlTree | XmlTree[] | string[];
export interface XmlTree {
  [name: string]: XmlValue;
}

const lists = new Set(['Object', 'Part', 'Tag']);
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => lists.has(name),
});

/** The root element's content; its name must be `root`. */
export function parseXml(body: Buffer, root: string): Record<string, unknown> {
  // S3 takes no document types, and so no entities of the sender's making.
  if (body.includes('<!DOCTYPE')) throw s3Error('MalformedXML');
  let parsed: unknown;
  try {
    parsed = parser.parse(body, true);
  } catch {
    throw s3Error('MalformedXML');
  }
  const found = (parsed as Record<string, unknown>)[root];
  if (typeof found !== 'object' || found === null) throw s3Error('MalformedXML');
  return found as Record<string, unknown>;
}

/** The list elements `name` of a parsed element. */
export function childrenOf(parent: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const found = parent[name];
  if (!Array.isArray(found)) return [];
  return found.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
}

export function textOf(parent: Record<string, unknown>, name: string): string {
  const value = parent[name];
  return typeof value === 'string' ? value : '';
}

export function xmlReply(root: string, tree: XmlTree, headers: Record<string, string> = {}): ServiceReply {
  const open = `${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<${open}>${renderTree(tree)}</${root}>`,
  };
}

function renderTree(tree: XmlTree): string {
  return Object.entries(tree)
    .map(([name, value]) =>
      Array.isArray(value) ? value.map((one) => renderOne(name, one)).join('') : renderOne(name, value),
    )
    .join('');
}

function renderOne(name: string, value: Exclude<XmlValue, unknown[]>): string {
  if (value === undefined) return '';
  const inner = typeof value === 'object' ? renderTree(value) : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}
