/** A guard rail is a pure function of the Terraform JSON of one stack. */

export type Attributes = Readonly<Record<string, unknown>>;

export interface Resource {
  type: string;
  name: string;
  /** `type.name`, as Terraform says it. */
  address: string;
  attributes: Attributes;
}

export interface Problem {
  address: string;
  /** What is wrong and, after a dash, what mends it. */
  message: string;
}

/** Opting out takes a word and a because. `address` is a prefix. */
export interface Exception {
  rule: string;
  address: string;
  because: string;
}

export interface Tree {
  resources: readonly Resource[];
  providers: readonly Attributes[];
}

export interface Rule {
  name: string;
  check(tree: Tree): Problem[];
}

interface TerraformJson {
  resource?: Record<string, Record<string, Attributes>>;
  provider?: Record<string, Attributes[]>;
}

export function toTree(json: unknown): Tree {
  const { resource = {}, provider = {} } = json as TerraformJson;
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => ({ type, name, address: `${type}.${name}`, attributes })),
  );
  return { resources, providers: Object.values(provider).flat() };
}

export function ofType(tree: Tree, ...types: string[]): Resource[] {
  return tree.resources.filter(({ type }) => types.includes(type));
}

/** Terraform JSON writes one block as an object or as a list. */
export function blocks(value: unknown): Attributes[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Attributes[];
}
