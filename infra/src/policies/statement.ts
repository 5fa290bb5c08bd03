/**
 * A policy as data. Actions are spelled out, one file per principal. A resource with a wildcard carries its because, in `wildcards.ts`'
 * sense of the word: no because, no synth.
 */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Statement {
  /** Unique over all policies; letters and digits. */
  sid: string;
  effect?: 'Allow' | 'Deny';
  actions: readonly string[];
  resources: readonly string[];
  principals?: { Service?: string | readonly string[]; AWS?: string | readonly string[] };
  conditions?: Conditions;
  /** Why a resource is not exact. Needed exactly when one has a `*`. */
  because?: string;
}

export interface Policy {
  /** The principal that it is for, or the resource that it guards. */
  of: string;
  statements: readonly Statement[];
}

/** @throws Error when an action is a wildcard, or a resource is one without a because */
export function renderPolicy({ of, statements }: Policy): string {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements.map((each) => render(of, each)) });
  // A policy variable looks like a reference of Terraform's; a doubled dollar says that it is not one.
  return text.replaceAll('${aws:', () => '$${aws:');
}

function render(of: string, statement: Statement): Record<string, unknown> {
  const { sid, effect = 'Allow', actions, resources, principals, conditions, because } = statement;
  if (effect === 'Allow' && actions.some((action) => action.includes('*')))
    throw new Error(`${of}, ${sid}: an action is a wildcard; spell out what is used`);
  if (effect === 'Allow' && because === undefined && resources.some((resource) => resource.includes('*')))
    throw new Error(`${of}, ${sid}: a resource is a wildcard; name it, or say why not in \`because\``);
  return {
    Sid: sid,
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: principals }),
    Action: shortest(actions),
    Resource: shortest(resources),
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}

/** One value is written as AWS writes it back, so that a plan sees no difference. */
function shortest(values: readonly string[]): string | readonly string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}
