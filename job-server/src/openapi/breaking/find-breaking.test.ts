import { describe, expect, it } from '@jest/globals';
import { endpoints } from '../../http/endpoints.ts';
import { type ApiDocument, describeApi } from '../describe-api.ts';
import { findBreaking } from './find-breaking.ts';

const document = describeApi(endpoints.map(({ operation }) => operation));

/** A copy with a change; keys lead to the place. */
function changed(path: readonly (string | number)[], change: (place: never) => unknown): ApiDocument {
  const copy = structuredClone(document) as unknown as Record<string, unknown>;
  const [last = '', ...way] = [...path].reverse();
  const place = way.reverse().reduce((at, key) => at[key] as Record<string, unknown>, copy);
  const value = change(structuredClone(place[last]) as never);
  if (Array.isArray(place) && value === undefined) place.splice(Number(last), 1);
  else if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy as unknown as ApiDocument;
}
const say = (after: ApiDocument, before = document) =>
  findBreaking(before, after).map(({ where, what }) => `${where}: ${what}`);
const remove = () => undefined;
const submit = ['paths', '/v1/jobs', 'post'];
const list = ['paths', '/v1/jobs', 'get'];
const schemas = ['components', 'schemas'];
const request = [...schemas, 'JobRequest'];
const job = [...schemas, 'Job'];
const without = (word: string) => (words: readonly string[]) => words.filter((item) => item !== word);
const withMore = (word: string) => (words: readonly string[]) => [...words, word];

describe('a change of the API breaks clients', () => {
  it.each([
    ['a path is removed', ['paths', '/v1/assets'], remove, 'POST /v1/assets: is removed'],
    ['an operation is removed', list, remove, 'GET /v1/jobs: is removed'],
    ['an operation is renamed', [...submit, 'operationId'], () => 'make', 'POST /v1/jobs: is called make now'],
    ['a key needs more', [...submit, 'x-scope'], () => 'admin', 'POST /v1/jobs: needs admin now'],
    ['a parameter is removed', [...list, 'parameters', 2], remove, 'GET /v1/jobs query lane: is removed'],
    ['a parameter is required', [...list, 'parameters', 2, 'required'], () => true, 'query lane: is required now'],
    [
      'a limit of a parameter falls',
      [...list, 'parameters', 0, 'schema', 'maximum'],
      () => 50,
      'maximum was 100 and is 50',
    ],
    ['a default changes', [...list, 'parameters', 0, 'schema', 'default'], () => 50, 'default was 20 and is 50'],
    ['a field of a request is removed', [...request, 'properties', 'deadline'], remove, 'deadline is removed'],
    ['a field of a request is required', [...request, 'required'], () => ['engine'], 'engine is required now'],
    [
      'a type of a request is narrower',
      [...request, 'properties', 'variables', 'type'],
      () => 'null',
      'object is not taken',
    ],
    ['a pattern comes', [...request, 'properties', 'engine', 'pattern'], () => '^x$', 'request /engine: pattern was'],
    [
      'a body type is gone',
      [...submit, 'requestBody', 'content', 'application/json'],
      remove,
      'application/json: is removed',
    ],
    [
      'an option of a request is gone',
      [...request, 'properties', 'composition', 'anyOf'],
      (all: unknown[]) => all.slice(0, 1),
      '/composition: an option is not taken any more',
    ],
    [
      'a kind of output is gone',
      [...schemas, 'Output', 'oneOf'],
      (all: unknown[]) => all.slice(1),
      '/mp4: an option is not taken',
    ],
    [
      'a word deep in a composition is gone',
      [...schemas, 'Output', 'oneOf', 0, 'properties', 'codec', 'enum'],
      without('h265'),
      '/mp4/codec: "h265" is not taken any more',
    ],
    ['a reply is removed', [...submit, 'responses', '202'], remove, 'POST /v1/jobs 202: is removed'],
    [
      'a header of a reply is removed',
      [...submit, 'responses', '202', 'headers', 'Location'],
      remove,
      'Location is removed',
    ],
    ['a field of a reply is removed', [...job, 'properties', 'percent'], remove, 'percent is removed'],
    ['a field of a reply may be absent', [...job, 'required'], without('percent'), 'percent may be absent now'],
    [
      'a reply has another type',
      [...job, 'properties', 'percent', 'type'],
      () => 'number',
      '/percent: may be number now',
    ],
    ['a reply has a new state', [...schemas, 'JobState', 'enum'], withMore('paused'), '/state: may be "paused" now'],
  ] as const)('when %s', (_, path, change, words) => {
    const breaches = say(changed(path, change as never));
    expect(breaches.length).toBeGreaterThan(0);
    expect(breaches).toContainEqual(expect.stringContaining(words));
  });

  it('when a word of a request is gone, wherever it is used', () => {
    const after = changed([...schemas, 'Lane', 'enum'], without('bulk'));
    expect(say(after)).toContain('POST /v1/jobs request /lane: "bulk" is not taken any more');
  });
});

describe('a change of the API is none that clients feel', () => {
  it.each([
    ['nothing changes', ['info', 'description'], () => 'other'],
    ['a path is added', ['paths', '/v1/more'], () => ({ get: {} })],
    [
      'a parameter is added',
      [...list, 'parameters'],
      (all: unknown[]) => [...all, { name: 'x', in: 'query', schema: {} }],
    ],
    ['a field of a request is added', [...request, 'properties', 'more'], () => ({ type: 'string' })],
    ['a limit of a request rises', [...list, 'parameters', 0, 'schema', 'maximum'], () => 500],
    [
      'a request takes one more word',
      [...schemas, 'Output', 'oneOf', 0, 'properties', 'codec', 'enum'],
      withMore('av1'),
    ],
    ['a field of a reply is added', [...job, 'properties', 'more'], () => ({ type: 'string' })],
    [
      'a reply has a word that clients were told to expect',
      [...schemas, 'Waiting', 'properties', 'reason', 'enum'],
      withMore('moon'),
    ],
    ['a refusal is added', [...list, 'responses', '418'], () => ({ description: 'teapot' })],
    ['a key needs less', [...submit, 'x-scope'], () => 'read'],
  ] as const)('when %s', (_, path, change) => {
    expect(say(changed(path, change as never))).toEqual([]);
  });
});
