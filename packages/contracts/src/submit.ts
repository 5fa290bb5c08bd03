/** `POST /v1/jobs`. Exactly one of `composition`, `templateId`, `shotstack` and `project`; what is inside them is checked by its own schema. */
import { z } from 'zod';
import { EVENT_TYPES, LANES } from './vocabulary.ts';

/** Instants are RFC 3339 in UTC at the edge. */
const instant = z.iso.datetime({ offset: true });

const contents = ['composition', 'templateId', 'shotstack', 'project'] as const;

export const jobWebhook = z.strictObject({
  url: z.string().max(2_048).describe('Public http or https; never redirected'),
  events: z
    .array(z.enum(EVENT_TYPES))
    .min(1)
    .max(EVENT_TYPES.length)
    .refine((events) => new Set(events).size === events.length, { error: 'must not name an event twice' })
    .describe('What it is told; all without it')
    .optional(),
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, { error: 'must be whsec_ and base64 of 24 to 64 bytes' })
    .describe('Signs what it is told; without it one is made and told in the reply, this once')
    .optional(),
});

export const submitSchema = z
  .strictObject({
    composition: z.unknown().optional(),
    /** A composition kept as a template. */
    templateId: z
      .string()
      .regex(/^tpl_[0-9A-HJKMNP-TV-Z]{26}$/, { error: 'must be the id of a template' })
      .optional(),
    /** The newest without it. */
    templateVersion: z.int().min(1).max(999_999).optional(),
    /** An edit in Shotstack's format, imported as a composition. */
    shotstack: z.unknown().optional(),
    /** Refuses an edit that the import would lose anything of. */
    strict: z.boolean().optional(),
    project: z.unknown().optional(),
    variables: z.record(z.string(), z.unknown()).optional(),
    outputs: z.array(z.unknown()).max(10).optional(),
    engine: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/)
      .optional(),
    lane: z.enum(LANES).default('standard'),
    notBefore: instant.optional(),
    deadline: instant.optional(),
    /** Days that its results are kept. */
    retentionDays: z.int().min(1).max(3_650).optional(),
    metadata: z.record(z.string().max(64), z.string().max(512)).optional(),
    /** Told of this job alone. */
    webhook: jobWebhook.optional(),
  })
  .refine((body) => contents.filter((field) => body[field] !== undefined).length === 1, {
    message: 'exactly one of composition, templateId, shotstack and project is needed',
  })
  .refine((body) => body.templateVersion === undefined || body.templateId !== undefined, {
    path: ['templateVersion'],
    message: 'has a meaning beside templateId alone',
  });
export type SubmitRequest = z.infer<typeof submitSchema>;
