/**
 * What in a new document breaks a client of the old one: an operation, parameter, field or word of a request that is gone, something required
 * that was not, a type or limit that is narrower; of a reply a field that may be absent, or a value that could not be. Pure.
 */
import { type ApiDocument } from '../describe-api.ts';
import { type JsonSchema } from '../json-schema.ts';
import { compareSchemas } from './compare-schemas.ts';
import { type Breach, type Documents, type Way, schemasIn } from './schema-pair.ts';

export type { Breach } from './schema-pair.ts';

export function findBreaking(before: ApiDocument, after: ApiDocument): Breach[] {
  const documents = { before: before.components.schemas, after: after.components.schemas };
  return Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, had]) => {
      const where = `${method.toUpperCase()} ${path}`;
      const has = after.paths[path]?.[method];
      return has === undefined ? [{ where, what: 'is removed' }] : compareOperations(where, had, has, documents);
    }),
  );
}

function compareOperations(where: string, had: JsonSchema, has: JsonSchema, documents: Documents): Breach[] {
  const renamed = had['operationId'] === has['operationId'] ? [] : [`is called ${String(has['operationId'])} now`];
  const access = accessOf(has) > accessOf(had) ? [`needs ${String(has['x-scope'])} now`] : [];
  return [
    ...[...renamed, ...access].map((what) => ({ where, what })),
    ...compareParameters(where, had, has, documents),
    ...compareBodies(where, had, has, documents),
    ...compareReplies(where, had, has, documents),
  ];
}

/** A key of the scope on the right can do what those on its left can. */
const ladder = [undefined, 'read', 'render', 'admin'];
const accessOf = ({ 'x-scope': scope }: JsonSchema): number => ladder.indexOf(scope as string | undefined);

function compareParameters(where: string, had: JsonSchema, has: JsonSchema, documents: Documents): Breach[] {
  const [old, now] = [byName(had['parameters']), byName(has['parameters'])];
  const added = [...now].filter(([name, parameter]) => !old.has(name) && parameter['required'] === true);
  return [
    ...added.map(([name]) => ({ where: `${where} ${name}`, what: 'is required now' })),
    ...[...old].flatMap(([name, parameter]) => {
      const next = now.get(name);
      const at = `${where} ${name}`;
      if (!next) return [{ where: at, what: 'is removed' }];
      const isNeeded = next['required'] === true && parameter['required'] !== true;
      return [
        ...(isNeeded ? [{ where: at, what: 'is required now' }] : []),
        ...compareParts('request', at, parameter, next, documents),
      ];
    }),
  ];
}

const byName = (parameters: unknown): Map<string, JsonSchema> =>
  new Map(((parameters ?? []) as JsonSchema[]).map((item) => [`${String(item['in'])} ${String(item['name'])}`, item]));

function compareBodies(where: string, had: JsonSchema, has: JsonSchema, documents: Documents): Breach[] {
  const [old, now] = [schemasIn(had['requestBody']), schemasIn(has['requestBody'])];
  const isNeeded = now['required'] !== undefined && old['required'] === undefined;
  const needed = isNeeded ? [{ where, what: 'a body is required now' }] : [];
  return [...needed, ...compareContent('request', `${where} request `, old['content'], now['content'], documents)];
}

function compareReplies(where: string, had: JsonSchema, has: JsonSchema, documents: Documents): Breach[] {
  const [old, now] = [schemasIn(had['responses']), schemasIn(has['responses'])];
  return Object.entries(old).flatMap(([status, reply]) => {
    const at = `${where} ${status}`;
    const next = now[status];
    // A refusal that does not come any more hurts nobody.
    if (!next) return Number(status) < 400 ? [{ where: at, what: 'is removed' }] : [];
    const [headers, left] = [Object.keys(schemasIn(reply['headers'])), schemasIn(next['headers'])];
    const gone = headers.filter((name) => left[name] === undefined);
    return [
      ...gone.map((name) => ({ where: at, what: `${name} is removed` })),
      ...compareContent('reply', `${at} `, reply['content'], next['content'], documents),
    ];
  });
}

function compareContent(way: Way, where: string, had: unknown, has: unknown, documents: Documents): Breach[] {
  const now = schemasIn(has);
  return Object.entries(schemasIn(had)).flatMap(([type, body]) => {
    const next = now[type];
    return next === undefined
      ? [{ where: `${where}${type}`, what: 'is removed' }]
      : compareParts(way, where, body, next, documents);
  });
}

function compareParts(way: Way, where: string, had: JsonSchema, has: JsonSchema, documents: Documents): Breach[] {
  const [before, after] = [had['schema'] as JsonSchema, has['schema'] as JsonSchema];
  return compareSchemas({ way, where, before, after }, documents);
}
