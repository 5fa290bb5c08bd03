/** `GET /v1/templates/{id}`: the newest version, or the one that `version` names. */
import { apiTemplate, apiTemplateId } from '@reelyard/contracts';
import { viewVersion } from '../../core/templates/view-template.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { wholeNumber } from '../query.ts';
import { type Reply, json, problem } from '../reply.ts';

export const noSuchTemplate = (): Reply => problem('not_found', 'there is no such template, or no such version of it');

const query = { version: wholeNumber(1, 999_999).optional() };

export const getTemplate = endpoint(
  {
    id: 'getTemplate',
    method: 'get',
    path: '/v1/templates/{id}',
    summary: 'A template with the JSON Schema of its variables',
    access: 'read',
    params: { id: apiTemplateId },
    query,
    replies: { 200: { description: 'One version of it', schema: apiTemplate } },
  },
  ({ ledger }) =>
    async (call) => {
      const { tenant } = call;
      const template = await ledger.findTemplate(tenant, param(call, 'id'));
      if (!template) return noSuchTemplate();
      const version = call.query.version ?? template.latest;
      const found = await ledger.findTemplateVersion({ tenant, id: template.id, version });
      return found ? json(200, viewVersion(template, found)) : noSuchTemplate();
    },
);
