/** Templates as clients see them. */
import { type Template, type TemplateVersion, variableDeclarationsSchema } from '@reelyard/contracts';
import { variablesSchema } from './variables-schema.ts';

export function viewTemplate({ id, name, latest, createdAt, updatedAt }: Template): Record<string, unknown> {
  return {
    ...{ id, name, latest },
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

export function viewVersion(template: Template, of: TemplateVersion): Record<string, unknown> {
  const { version, composition, engine } = of;
  const declared = (composition as { variables?: unknown }).variables ?? {};
  return {
    ...viewTemplate(template),
    ...{ version, composition },
    ...(engine === undefined ? {} : { engine }),
    variables: variablesSchema(variableDeclarationsSchema.parse(declared)),
  };
}
