/**
 * What a submit may carry, for the document. The check itself is `submitSchema` and then composition/1 after its variables are merged: until
 * then a placeholder may stand wherever a value does, so a composition that declares variables is described as no more than that.
 */
import { z } from 'zod';
import { composition } from '../composition/composition.ts';
import { output } from '../composition/output.ts';
import { jsonValue, variableDeclarations } from '../composition/variable.ts';
import { jobWebhook, submitSchema } from '../submit.ts';
import { apiLane, apiMetadata } from './primitives.ts';
import { apiSchemas } from './registry.ts';

jobWebhook.register(apiSchemas, { id: 'JobWebhook' });
/** Recursive: without a name it has no place in the document. */
jsonValue.register(apiSchemas, { id: 'JsonValue' });
composition.register(apiSchemas, { id: 'Composition' });
output.register(apiSchemas, { id: 'Output' });

export const apiCompositionWithVariables = z
  .looseObject({ variables: variableDeclarations })
  .describe('A composition in which `{{name}}` stands for the value of a declared variable')
  .register(apiSchemas, { id: 'CompositionWithVariables' });

export const apiSubmit = z
  .strictObject({
    ...submitSchema.shape,
    lane: apiLane.default('standard'),
    metadata: apiMetadata.optional(),
    composition: z.union([composition, apiCompositionWithVariables]).optional(),
    project: z
      .record(z.string(), z.unknown())
      .describe('Opaque content for an engine that accepts projects')
      .optional(),
    shotstack: z
      .record(z.string(), z.unknown())
      .describe('An edit in the format of Shotstack, or a template with `merge`; what is lost is in the reply')
      .optional(),
    strict: z.boolean().describe('Refuses a `shotstack` edit that would lose anything').optional(),
    variables: z.record(z.string(), jsonValue).describe('Values for the variables of the composition').optional(),
  })
  .describe('Exactly one of `composition`, `templateId`, `shotstack` and `project`')
  .register(apiSchemas, { id: 'JobRequest' });
