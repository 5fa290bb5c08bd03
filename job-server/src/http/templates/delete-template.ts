/** `DELETE /v1/templates/{id}`: with all its versions. Jobs made of it keep what they were made of. */
import { apiTemplateId } from '@reelyard/contracts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchTemplate } from './get-template.ts';

export const deleteTemplate = endpoint(
  {
    id: 'deleteTemplate',
    method: 'delete',
    path: '/v1/templates/{id}',
    summary: 'Delete a template with all its versions',
    access: 'render',
    params: { id: apiTemplateId },
    replies: { 204: { description: 'It is gone' } },
  },
  ({ ledger }) =>
    async (call) => {
      const found = await ledger.findTemplate(call.tenant, param(call, 'id'));
      if (!found) return noSuchTemplate();
      await ledger.deleteTemplate(call.tenant, found.id);
      return { status: 204, body: '' };
    },
);
