/** `POST /v1/jobs`. Exactly one of `composition` and `project`; what is inside them is checked by its own schema. */
import { z } from 'zod';
import { LANES } from './vocabulary.ts';

/** Instants are RFC 3339 in UTC at the edge. */
const instant = z.iso.datetime({ offset: true });

export const submitSchema = z
  .strictObject({
    composition: z.unknown().optional(),
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
    metadata: z.record(z.string().max(64), z.string().max(512)).optional(),
  })
  .refine((body) => (body.composition === undefined) !== (body.project === undefined), {
    message: 'exactly one of composition and project is needed',
  });
export type SubmitRequest = z.infer<typeof submitSchema>;
