/** `GET /v1/templates` */
import { apiTemplateList } from '@reelyard/contracts';
import { viewTemplate } from '../../core/templates/view-template.ts';
import { endpoint } from '../endpoint.ts';
import { json } from '../reply.ts';

export const listTemplates = endpoint(
  {
    id: 'listTemplates',
    method: 'get',
    path: '/v1/templates',
    summary: 'Your templates, oldest first',
    access: 'read',
    replies: { 200: { description: 'All of them', schema: apiTemplateList } },
  },
  ({ ledger }) =>
    async ({ tenant }) =>
      json(200, { templates: (await ledger.listTemplates(tenant)).map(viewTemplate) }),
);
