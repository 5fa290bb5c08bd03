/** `POST /v1/jobs:validate`: what a submit of the same body would do. */
import { z } from 'zod';
import { apiInstant, apiLane } from './primitives.ts';
import { apiSchemas } from './registry.ts';

const count = z.int().min(0);

export const apiValidation = z
  .object({
    lane: apiLane,
    engine: z.string(),
    notBefore: apiInstant,
    deadline: apiInstant,
    composition: z
      .record(z.string(), z.unknown())
      .describe(
        'The canonical form: variables merged, defaults filled, times in ticks of 1/timescale s. Absent for a project',
      )
      .optional(),
    lengthSeconds: z
      .number()
      .nullable()
      .describe('Null while media that nobody has looked into decides it, and for a project'),
    tasks: z.object({ render: count, assemble: count }).describe('The cut of the job'),
    estimate: z
      .object({
        frames: count,
        renderSeconds: z
          .number()
          .describe("Of all tasks together, at the built-in engine's rate on 2 cores, by which jobs are cut"),
        usd: z
          .object({ low: z.number().min(0), high: z.number().min(0) })
          .describe(
            'Machine time of the renders as the scaler takes it before it has learned, at the price of the cheapest pool and of the dearest; retries are not in it',
          )
          .optional(),
      })
      .describe('Never a promise'),
  })
  .register(apiSchemas, { id: 'Validation' });
