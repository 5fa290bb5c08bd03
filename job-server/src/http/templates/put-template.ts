/** `PUT /v1/templates/{id}`: the next version. Those before stay as they are, and jobs may go on naming them. */
import { apiTemplate, apiTemplateId, apiTemplateRequest } from '@reelyard/contracts';
import { viewVersion } from '../../core/templates/view-template.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { json, problem } from '../reply.ts';
import { noSuchTemplate } from './get-template.ts';
import { readTemplate } from './read-template.ts';

export const putTemplate = endpoint(
  {
    id: 'changeTemplate',
    method: 'put',
    path: '/v1/templates/{id}',
    summary: 'The next version of a template',
    access: 'render',
    params: { id: apiTemplateId },
    body: { schema: apiTemplateRequest },
    replies: { 200: { description: 'The new version', schema: apiTemplate } },
    problems: ['invalid_template', 'template_changed'],
  },
  (ports) => async (call) => {
    const { clock, ledger } = ports;
    const reading = await readTemplate(call, ports);
    if (reading.kind === 'refused') return reading.reply;
    const before = await ledger.findTemplate(call.tenant, param(call, 'id'));
    if (!before) return noSuchTemplate();
    const { name, composition, engine } = reading;
    const now = clock.now();
    const template = { ...before, name, latest: before.latest + 1, updatedAt: now };
    const version = {
      ...{ tenant: call.tenant, template: before.id, version: template.latest, composition, createdAt: now },
      ...(engine === undefined ? {} : { engine }),
    };
    if (await ledger.saveTemplate(template, version)) return json(200, viewVersion(template, version));
    return problem('template_changed', 'somebody else made a version in the same moment; look at it and try again');
  },
);
