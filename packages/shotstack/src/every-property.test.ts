/**
 * The whole schema, property by property and word by word: what an edit says either changes the composition, or is a loss, a note or a
 * refusal. A property that the import forgets fails here, also one that a later version of the schema adds.
 */
import { describe, expect, it } from '@jest/globals';
import { importShotstack } from './import-edit.ts';
import { type Schema, dereference, editSchema } from './schema.ts';

type Json = Record<string, unknown>;

const sampleText = (schema: Schema, key: string): string => {
  if (schema.pattern?.startsWith('^#') || /color|background|stroke/iu.test(key)) return '#12ab34';
  if (key === 'src') return 'https://example.com/other.srt';
  if (key === 'start' || key === 'length') return 'auto';
  return 'sample';
};

/** A number that is no default, inside the bounds. */
function sampleNumber({ type, minimum = 0, maximum = 100 }: Schema, key: string): number {
  if (key === 'opacity') return 0.37;
  const wanted = maximum <= 1 ? 0.37 : Math.min(maximum, Math.max(minimum, 2));
  return type === 'integer' ? Math.ceil(wanted) : wanted;
}

/** The least that a schema accepts. */
function minimal(given: Schema, key = ''): unknown {
  const schema = dereference(given);
  const [option] = schema.oneOf ?? schema.anyOf ?? [];
  if (option) return minimal(option, key);
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array')
    return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => minimal(schema.items ?? {}, key));
  if (schema.type === 'boolean') return true;
  if (schema.type === 'number' || schema.type === 'integer') return sampleNumber(schema, key);
  if (schema.type === 'string') return sampleText(schema, key);
  if (schema.properties) return withRequired(schema, {});
  return key === 'weight' ? 700 : 0.37;
}

function withRequired(schema: Schema, own: Json): Json {
  const required = (schema.required ?? []).map((key) => [key, minimal(schema.properties?.[key] ?? {}, key)]);
  return { ...Object.fromEntries(required), ...own };
}

interface Case {
  readonly path: string;
  readonly value: unknown;
  /** The words of an enum, or both booleans: one of them may be what happens anyway. */
  readonly isChoice: boolean;
  readonly edit: Json;
  readonly without: Json;
}

type Place = (value: unknown) => Json;

/** Every value worth trying for a schema. */
function valuesOf(given: Schema, key: string): readonly unknown[] {
  const schema = dereference(given);
  const options = schema.oneOf ?? schema.anyOf;
  if (options) return options.flatMap((option) => valuesOf(option, key));
  if (schema.enum) return schema.enum;
  if (schema.type === 'boolean') return [true, false];
  if (schema.type === 'array') return [minimal(schema, key)];
  return [minimal(schema, key)];
}

/** What is one thing for the import, however much is inside. */
const opaque = new Set(['destinations', 'options', 'merge', 'asset', 'tracks']);

function casesOf(given: Schema, path: string, place: Place, base: Json = {}): Case[] {
  const schema = dereference(given);
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    if (opaque.has(key) && key !== 'destinations' && key !== 'options') return [];
    const own = (value: unknown) => place(withRequired(schema, { ...base, [key]: value }));
    const without = place(withRequired(schema, { ...base, [key]: undefined }));
    const values = schema.required?.includes(key) ? [] : valuesOf(property, key);
    const isChoice = values.length > 1;
    const direct = values.map((value) => ({ path: `${path}.${key}`, value, isChoice, edit: own(value), without }));
    return opaque.has(key) ? direct : [...direct, ...nestedCases(property, `${path}.${key}`, own)];
  });
}

function nestedCases(given: Schema, path: string, place: Place): Case[] {
  const schema = dereference(given);
  const options = schema.oneOf ?? schema.anyOf ?? [schema];
  return options.flatMap((option) => {
    const inner = dereference(option);
    if (inner.type === 'array' && inner.items) {
      const item = dereference(inner.items);
      // A tween says where from and where to; the other fields mean something beside those.
      const base = item.properties?.['from']
        ? { from: 0.2, to: 0.6, start: 0.5, length: 1, interpolation: 'bezier' }
        : {};
      return casesOf(item, `${path}[]`, (value) => place([value]), base);
    }
    return inner.properties ? casesOf(inner, path, place) : [];
  });
}

const assets: Readonly<Record<string, Json>> = {
  video: { src: 'https://example.com/v.mp4' },
  image: { src: 'https://example.com/i.jpg' },
  audio: { src: 'https://example.com/a.mp3' },
  text: { text: 'a', font: { family: 'Inter' } },
  'rich-text': { text: 'a Bc d', font: { family: 'Inter' } },
  title: { text: 'a' },
  html: { html: '<p>a</p>', css: 'p { font-family: Inter }' },
  caption: { src: 'https://example.com/c.srt', font: { family: 'Inter' } },
  'rich-caption': { src: 'https://example.com/c.vtt', font: { family: 'Inter' } },
  shape: { shape: 'rectangle', rectangle: { width: 10, height: 10 } },
  svg: { src: '<svg viewBox="0 0 1 1"><rect width="1" height="1"/></svg>' },
};

const output = { format: 'mp4', resolution: 'hd' };
const editWith = (clip: Json, timeline: Json = {}, out: Json = output): Json => ({
  timeline: { tracks: [{ clips: [{ start: 0, length: 4, ...clip }] }], ...timeline },
  output: out,
});
const video = { type: 'video', src: 'https://example.com/v.mp4' };
const image = { type: 'image', src: 'https://example.com/i.jpg' };

const schemaOf = (name: string): Schema => dereference({ $ref: `#/$defs/${name}` });

function assetCases(): Case[] {
  return (schemaOf('Asset').oneOf ?? []).flatMap((option) => {
    const type = String(dereference(option).properties?.['type']?.enum?.[0]);
    const own = assets[type];
    return own ? casesOf(option, type, (value) => editWith({ asset: { ...(value as Json), type } }), own) : [];
  });
}

const cases: readonly Case[] = [
  ...casesOf(editSchema, 'edit', (value) => ({ ...(value as Json), ...editWith({ asset: image }) })).filter(
    ({ path }) => !/^edit\.(?:timeline|output)/u.test(path),
  ),
  ...casesOf(schemaOf('Timeline'), 'timeline', (value) =>
    editWith({ asset: image }, { ...(value as Json), tracks: [{ clips: [{ asset: image, start: 0, length: 4 }] }] }),
  ),
  ...casesOf(schemaOf('Output'), 'output', (value) => editWith({ asset: video }, {}, value as Json), output),
  ...casesOf(schemaOf('Clip'), 'clip', (value) => editWith({ ...(value as Json), asset: image }), {
    start: 0,
    length: 4,
  }),
  ...assetCases(),
];

const outcomes = new Map<Json, ReturnType<typeof importShotstack>>();

/** The import of an edit, done once. */
function importOnce(edit: Json): ReturnType<typeof importShotstack> {
  const found = outcomes.get(edit) ?? importShotstack(edit);
  outcomes.set(edit, found);
  return found;
}

const outcome = (edit: Json): string => JSON.stringify(importOnce(edit));

/** The places that losses, notes and problems name, from the clip on where they lie in one. */
function reported(edit: Json): readonly string[] {
  const result = importOnce(edit);
  const problems = result.kind === 'refused' ? result.problems.map(({ pointer }) => pointer) : [];
  const places = [...result.losses, ...result.notes].map(({ path }) => path);
  return [...problems, ...places].map((place) => place.replace(/^\/timeline\/tracks\/0\/clips\/0/u, ''));
}

/** The place of a case as a pointer, as `reported` has them. */
function placeOf({ path }: Case): string {
  const [root = '', ...rest] = path.replaceAll('[]', '.0').split('.');
  const roots: Readonly<Record<string, string>> = { edit: '', timeline: '/timeline', output: '/output', clip: '' };
  return [roots[root] ?? '/asset', ...rest].join('/');
}

/** The property itself, or what it is a part of, is spoken of. */
const isReported = (candidate: Case): boolean =>
  reported(candidate.edit).some((place) => place !== '' && `${placeOf(candidate)}/`.startsWith(`${place}/`));

const isEmpty = (value: unknown) => JSON.stringify(value) === '{}';

/** Values that ask for what happens anyway. */
const defaults: ReadonlySet<string> = new Set(['clip.start auto']);

describe('every property of the schema', () => {
  it('is looked at: the schema is as large as it is known to be', () => {
    expect(cases.length).toBeGreaterThan(500);
    expect(new Set(cases.map(({ path }) => path.split('.')[0]))).toEqual(
      new Set(['edit', 'timeline', 'output', 'clip', ...Object.keys(assets).filter((type) => type !== 'svg')]),
    );
  });

  const paths = [...new Set(cases.map(({ path }) => path))];

  it.each(paths)('%s is mapped, reported or refused', (path) => {
    const own = cases.filter((candidate) => candidate.path === path);
    const silent = own.filter(
      (candidate) =>
        outcome(candidate.edit) === outcome(candidate.without) &&
        !isReported(candidate) &&
        !isEmpty(candidate.value) &&
        !defaults.has(`${path} ${String(candidate.value)}`),
    );
    // One of several words is the default.
    const allowed = own[0]?.isChoice ? 1 : 0;
    expect(silent.map(({ value }) => JSON.stringify(value)).slice(allowed)).toEqual([]);
  });

  it.each(paths.filter((path) => cases.some((candidate) => candidate.path === path && candidate.isChoice)))(
    'the words of %s are told apart, or what is lost is said',
    (path) => {
      const own = cases.filter((candidate) => candidate.path === path && reported(candidate.edit).length === 0);
      const seen = new Map(own.map(({ edit, value }) => [outcome(edit), value]));
      const twins = own.filter(({ edit, value }) => seen.get(outcome(edit)) !== value).map(({ value }) => value);
      expect(twins).toEqual([]);
    },
  );

  it.each(['html5', 'luma', 'text-to-image', 'image-to-video', 'text-to-speech'])(
    'an asset of type %s is refused by its place',
    (type) => {
      const option = (schemaOf('Asset').oneOf ?? []).find(
        (candidate) => dereference(candidate).properties?.['type']?.enum?.[0] === type,
      );
      const asset = { ...(minimal(option ?? {}) as Json), type };
      const result = importShotstack(editWith({ asset }));
      expect(result.kind === 'refused' && result.problems).toMatchObject([
        { code: 'unsupported_asset', pointer: '/timeline/tracks/0/clips/0/asset/type' },
      ]);
    },
  );

  it('has no asset type that is neither of these', () => {
    const types = (schemaOf('Asset').oneOf ?? []).map((option) => dereference(option).properties?.['type']?.enum?.[0]);
    const known = [...Object.keys(assets), 'html5', 'luma', 'text-to-image', 'image-to-video', 'text-to-speech'];
    expect(new Set(types)).toEqual(new Set(known));
  });
});
