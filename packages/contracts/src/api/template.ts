/** `/v1/templates`. */
import { z } from 'zod';
import { composition } from '../composition/composition.ts';
import { apiInstant, idOf } from './primitives.ts';
import { apiSchemas } from './registry.ts';
import { apiCompositionWithVariables } from './submit-body.ts';

export const apiTemplateId = idOf('tpl').register(apiSchemas, { id: 'TemplateId' });

const engine = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .describe('Of the jobs made of it; `reel` without it');

export const apiTemplateRequest = z
  .strictObject({
    name: z.string().min(1).max(128),
    composition: z.union([composition, apiCompositionWithVariables]),
    engine: engine.optional(),
  })
  .register(apiSchemas, { id: 'TemplateRequest' });

const head = {
  id: apiTemplateId,
  name: z.string(),
  latest: z.int().min(1).describe('The newest version'),
  createdAt: apiInstant,
  updatedAt: apiInstant,
};

export const apiTemplateSummary = z.object(head).register(apiSchemas, { id: 'TemplateSummary' });

export const apiTemplate = z
  .object({
    ...head,
    version: z.int().min(1).describe('The one that is shown'),
    composition: z.record(z.string(), z.unknown()).describe('As it was sent'),
    engine: engine.optional(),
    variables: z
      .record(z.string(), z.unknown())
      .describe('JSON Schema (2020-12) of the `variables` that a submit may send'),
  })
  .register(apiSchemas, { id: 'Template' });

export const apiTemplateList = z
  .object({ templates: z.array(apiTemplateSummary) })
  .register(apiSchemas, { id: 'TemplateList' });
