/** The endpoints of templates, in the order of the docs. */
import { type Endpoint } from '../endpoint.ts';
import { deleteTemplate } from './delete-template.ts';
import { getTemplate } from './get-template.ts';
import { listTemplates } from './list-templates.ts';
import { postTemplate } from './post-template.ts';
import { putTemplate } from './put-template.ts';

export const templateEndpoints: readonly Endpoint[] = [
  postTemplate,
  listTemplates,
  getTemplate,
  putTemplate,
  deleteTemplate,
];
