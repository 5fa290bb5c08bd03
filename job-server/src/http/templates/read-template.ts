/** The body of a template, checked as far as a template can be. */
import { apiTemplateRequest } from '@reelyard/contracts';
import { decideTemplate } from '../../core/templates/decide-template.ts';
import { type Call } from '../call.ts';
import { type EndpointPorts } from '../endpoint-ports.ts';
import { readBodyAs } from '../read-body.ts';
import { type Reply, problem } from '../reply.ts';
import { z } from 'zod';

/** Its composition is judged by what it means, not by the union of the document, whose problems name no place. */
const shape = apiTemplateRequest.extend({ composition: z.record(z.string(), z.unknown()) });

export type TemplateReading =
  | { readonly kind: 'read'; readonly name: string; readonly composition: unknown; readonly engine?: string }
  | { readonly kind: 'refused'; readonly reply: Reply };

export async function readTemplate(call: Call, { engines }: Pick<EndpointPorts, 'engines'>): Promise<TemplateReading> {
  const body = await readBodyAs(call, shape, 'invalid_template');
  if (body.kind === 'refused') return body;
  const { name, composition, engine: named } = body.value;
  const engine = engines.get(named ?? 'reel');
  if (!engine || engine.accepts !== 'composition/1')
    return refuse([{ pointer: '/engine', code: 'unknown_engine', detail: 'names no engine that takes compositions' }]);
  const decision = decideTemplate(composition, engine);
  if (decision.kind === 'refused') return refuse(decision.errors);
  return { kind: 'read', name, composition, ...(named === undefined ? {} : { engine: named }) };
}

function refuse(errors: { pointer: string; code: string; detail: string }[]): TemplateReading {
  const detail = errors.map((item) => `${item.pointer} ${item.detail}`).join('; ');
  return { kind: 'refused', reply: problem('invalid_template', detail.slice(0, 2_000), { errors }) };
}
