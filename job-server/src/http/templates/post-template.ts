/** `POST /v1/templates`: version 1. */
import { apiTemplate, apiTemplateRequest } from '@reelyard/contracts';
import { viewVersion } from '../../core/templates/view-template.ts';
import { endpoint } from '../endpoint.ts';
import { json } from '../reply.ts';
import { readTemplate } from './read-template.ts';

export const postTemplate = endpoint(
  {
    id: 'createTemplate',
    method: 'post',
    path: '/v1/templates',
    summary: 'Keep a composition under a name; jobs send the values of its variables alone',
    access: 'render',
    body: { schema: apiTemplateRequest },
    replies: {
      201: { description: 'Version 1', schema: apiTemplate, headers: { Location: 'Path of the template' } },
    },
    problems: ['invalid_template'],
  },
  (ports) => async (call) => {
    const reading = await readTemplate(call, ports);
    if (reading.kind === 'refused') return reading.reply;
    const { name, composition, engine } = reading;
    const now = ports.clock.now();
    const { tenant } = call;
    const template = { ...{ tenant, id: ports.newId('tpl', now), name }, latest: 1, createdAt: now, updatedAt: now };
    const version = {
      ...{ tenant, template: template.id, version: 1, composition, createdAt: now },
      ...(engine === undefined ? {} : { engine }),
    };
    await ports.ledger.saveTemplate(template, version);
    return json(201, viewVersion(template, version), { location: `/v1/templates/${template.id}` });
  },
);
