/**
 * Whether a composition can be a template: its variables are declared as they must be, and filled with their defaults it is a composition that the engine
 * renders. A variable without a default cannot be tried, so such a template is checked by its declarations alone, and each submit checks the rest.
 */
import {
  type EngineManifest,
  findUnsupported,
  type ProblemItem,
  resolveComposition,
  type VariableDeclarations,
  variableDeclarationsSchema,
} from '@reelyard/contracts';

export type TemplateDecision =
  | { readonly kind: 'fine'; readonly declarations: VariableDeclarations }
  | { readonly kind: 'refused'; readonly errors: ProblemItem[] };

export function decideTemplate(composition: unknown, engine: EngineManifest): TemplateDecision {
  const declared = (composition as { variables?: unknown } | null)?.variables ?? {};
  const parsed = variableDeclarationsSchema.safeParse(declared);
  if (!parsed.success) return refuse(parsed.error.issues.map((issue) => describe(issue.path, issue.message)));
  const declarations = parsed.data;
  const isComplete = Object.values(declarations).every(({ default: value }) => value !== undefined);
  if (!isComplete) return { kind: 'fine', declarations };
  const resolution = resolveComposition(composition);
  if (resolution.kind === 'refused')
    return refuse(resolution.problems.map((item) => ({ ...item, pointer: `/composition${item.pointer}` })));
  const lacks = findUnsupported(resolution.composition, engine.capabilities);
  if (lacks.length === 0) return { kind: 'fine', declarations };
  return refuse(
    lacks.map(({ pointer, capability, detail }) => ({
      pointer: `/composition${pointer}`,
      code: 'unsupported_capability',
      detail: `${capability}: ${detail}`,
    })),
  );
}

const refuse = (errors: ProblemItem[]): TemplateDecision => ({ kind: 'refused', errors: errors.slice(0, 100) });

const describe = (path: readonly PropertyKey[], detail: string): ProblemItem => ({
  pointer: ['/composition/variables', ...path.map(String)].join('/'),
  code: 'invalid_value',
  detail,
});
