/**
 * What a JSON Schema cannot say of a body that works: exactly one of four fields, a clip that has a length. Each goes beside the values of
 * the schema itself. A schema without a seed here is drawn from the schema alone.
 */
import fc from 'fast-check';

const color = fc.constantFrom('#102030', '#ffffff', '#000000');
const length = fc.constantFrom(0.5, 1, 2, 5);

const asset = fc.oneof(
  fc.record({ kind: fc.constant('color'), color }),
  fc.record({ kind: fc.constant('text'), text: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }) }),
  fc.record({
    kind: fc.constant('image'),
    src: fc.constantFrom('https://media.example.com/a.jpg', 'https://8.8.8.8/ä.png'),
  }),
);

const composition = fc.record(
  {
    canvas: fc.record({ width: fc.constantFrom(320, 1280), height: fc.constantFrom(180, 720) }),
    tracks: fc.array(fc.record({ clips: fc.array(fc.record({ length, asset }), { minLength: 1, maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
  },
  { requiredKeys: ['canvas', 'tracks'] },
);

const withVariables = fc.constant({
  canvas: { width: 320, height: 180 },
  variables: { headline: { type: 'string', default: 'Hello' } },
  tracks: [{ clips: [{ length: 1, asset: { kind: 'text', text: '{{headline}}' } }] }],
});

export type Pick = (prefix: string, n: number) => string | undefined;

const content = (pick: Pick): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ composition }) },
    {
      weight: 1,
      arbitrary: fc.record({
        composition: withVariables,
        variables: fc.constantFrom({}, { headline: 'Grüße' }, { headline: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.nat().map((n) => ({ templateId: pick('tpl', n) ?? 'tpl_00000000000000000000000000' })) },
    {
      weight: 2,
      arbitrary: fc.record({
        engine: fc.constantFrom('scripted', 'ffmpeg'),
        project: fc.constantFrom({ steps: [] }, { steps: [], segments: 2 }, {}),
      }),
    },
  );

const extras = fc.record(
  {
    lane: fc.constantFrom('express', 'standard', 'bulk'),
    metadata: fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 40 }), { maxKeys: 3 }),
  },
  { requiredKeys: [] },
);

/** @param uri addresses for webhooks, that the farm may call among them */
export function seedsOf(pick: Pick, uri: fc.Arbitrary<string>): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  return {
    JsonValue: fc.jsonValue({ maxDepth: 2 }),
    JobRequest: fc
      .tuple(content(pick), extras, fc.option(fc.record({ url: uri })))
      .map(([what, how, webhook]) => ({ ...what, ...how, ...(webhook === null ? {} : { webhook }) })),
    BatchRequest: fc.oneof(
      fc.record(
        {
          mode: fc.constantFrom('best-effort', 'all-or-nothing'),
          rows: fc.array(content(pick), { minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: ['rows'] },
      ),
      fc.record({
        templateId: fc.nat().map((n) => pick('tpl', n) ?? 'tpl_00000000000000000000000000'),
        rows: fc.constantFrom([{}], [{ headline: 'Grüße' }, {}], [{ headline: 3 }]),
      }),
    ),
    AssetRequest: fc.record(
      {
        name: fc.constantFrom('a.jpg', 'ä b.mp4'),
        contentType: fc.constantFrom('image/jpeg', 'video/mp4'),
        bytes: fc.constantFrom(1, 64, 5_368_709_120),
      },
      { requiredKeys: ['name', 'contentType'] },
    ),
    TemplateRequest: fc.record({
      name: fc.string({ minLength: 1, maxLength: 40 }),
      composition: fc.oneof(composition, withVariables),
    }),
  };
}
