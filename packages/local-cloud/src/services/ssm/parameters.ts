/** Parameter Store: values by name with versions. A SecureString shows its value only to who asks for decryption. */
import { DocumentTable } from '../../instances/document-table.ts';
import { AwsError, type Host } from '../../service.ts';
import { findString, getString, type Json, objects, pageOf, strings, toSeconds } from './json.ts';

interface ParameterVersion {
  version: number;
  value: string;
  type: 'String' | 'StringList' | 'SecureString';
  at: number;
}

interface Parameter {
  name: string;
  description: string;
  versions: ParameterVersion[];
  tags: Record<string, string>;
}

/** AWS keeps a hundred versions of a parameter. */
const KEEP_VERSIONS = 100;

export class Parameters {
  readonly #table: DocumentTable<Parameter>;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.#table = new DocumentTable(host.store, 'ssm_parameters');
  }

  actions(): Record<string, (json: Json) => Json | Promise<Json>> {
    return {
      PutParameter: (json) => this.#put(json),
      GetParameter: (json) => {
        const found = this.#describe(getString(json, 'Name'), json['WithDecryption'] === true);
        if (!found) throw new AwsError('ParameterNotFound', '');
        return { Parameter: found };
      },
      GetParameters: (json) => {
        const names = strings(json['Names']);
        const found = names.map((name) => ({ name, it: this.#describe(name, json['WithDecryption'] === true) }));
        return {
          Parameters: found.flatMap(({ it }) => (it ? [it] : [])),
          InvalidParameters: found.flatMap(({ name, it }) => (it ? [] : [name])),
        };
      },
      GetParametersByPath: (json) => this.#byPath(json),
      GetParameterHistory: (json) => {
        const parameter = this.#get(getString(json, 'Name'));
        return {
          Parameters: parameter.versions.map((each) => this.#render(parameter, each, json['WithDecryption'] === true)),
        };
      },
      DescribeParameters: (json) => {
        const { page, ...next } = pageOf(this.#select(json), json, 50);
        return { Parameters: page.map((each) => this.#metadata(each)), ...next };
      },
      DeleteParameter: async (json) => {
        await this.#table.delete(this.#get(getString(json, 'Name')).name);
        return {};
      },
      DeleteParameters: async (json) => {
        const names = strings(json['Names']);
        const known = names.filter((name) => this.#table.find(name));
        await Promise.all(known.map((name) => this.#table.delete(name)));
        return { DeletedParameters: known, InvalidParameters: names.filter((name) => !known.includes(name)) };
      },
    };
  }

  tagsOf(name: string): Record<string, string> {
    return this.#get(name).tags;
  }

  async tag(name: string, change: (tags: Record<string, string>) => Record<string, string>): Promise<void> {
    const parameter = this.#get(name);
    await this.#table.put(name, { ...parameter, tags: change(parameter.tags) });
  }

  async #put(json: Json): Promise<Json> {
    const name = getString(json, 'Name');
    const known = this.#table.find(name);
    if (known && json['Overwrite'] !== true)
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    const versions = known?.versions ?? [];
    const next = this.#next(versions.at(-1), json);
    const tags = objects(json['Tags']).map((tag) => [String(tag['Key']), String(tag['Value'] ?? '')]);
    await this.#table.put(name, {
      name,
      description: findString(json, 'Description') ?? known?.description ?? '',
      versions: [...versions, next].slice(-KEEP_VERSIONS),
      tags: known?.tags ?? (Object.fromEntries(tags) as Record<string, string>),
    });
    return { Version: next.version, Tier: 'Standard' };
  }

  #next(last: ParameterVersion | undefined, json: Json): ParameterVersion {
    const type = (findString(json, 'Type') ?? last?.type ?? 'String') as ParameterVersion['type'];
    return { version: (last?.version ?? 0) + 1, value: getString(json, 'Value'), type, at: this.#host.now() };
  }

  #byPath(json: Json): Json {
    const path = getString(json, 'Path').replace(/\/*$/, '/');
    const isDeep = json['Recursive'] === true;
    const found = this.#table
      .all()
      .filter(({ name }) => name.startsWith(path) && (isDeep || !name.slice(path.length).includes('/')))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { page, ...next } = pageOf(found, json, 10);
    return {
      Parameters: page.flatMap(({ name }) => this.#describe(name, json['WithDecryption'] === true) ?? []),
      ...next,
    };
  }

  #get(name: string): Parameter {
    const found = this.#table.find(name);
    if (!found) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
    return found;
  }

  /** By name, `name:version` or ARN. */
  #describe(given: string, isDecrypting: boolean): Json | undefined {
    const bare = given.startsWith('arn:') ? given.slice(given.indexOf(':parameter') + ':parameter'.length) : given;
    const [name = '', version] = bare.split(':');
    const parameter = this.#table.find(name) ?? this.#table.find(name.replace(/^\//, ''));
    if (!parameter) return undefined;
    const found =
      version === undefined
        ? parameter.versions.at(-1)
        : parameter.versions.find((each) => each.version === Number(version));
    return found && this.#render(parameter, found, isDecrypting);
  }

  #render(parameter: Parameter, { version, value, type, at }: ParameterVersion, isDecrypting: boolean): Json {
    const isHidden = type === 'SecureString' && !isDecrypting;
    return {
      Name: parameter.name,
      Type: type,
      Value: isHidden ? `AQICAH${Buffer.from(value).toString('base64').replace(/./g, 'x')}` : value,
      Version: version,
      LastModifiedDate: toSeconds(at),
      ARN: this.#arn(parameter),
      DataType: 'text',
    };
  }

  #metadata(parameter: Parameter): Json {
    const last = parameter.versions.at(-1);
    return {
      Name: parameter.name,
      ARN: this.#arn(parameter),
      Type: last?.type,
      Description: parameter.description,
      LastModifiedDate: toSeconds(last?.at ?? 0),
      Version: last?.version,
      Tier: 'Standard',
      DataType: 'text',
    };
  }

  #select(json: Json): Parameter[] {
    const filters = objects(json['ParameterFilters']);
    return this.#table.all().filter((parameter) =>
      filters.every((filter) => {
        const values = strings(filter['Values']);
        if (filter['Key'] !== 'Name') return true;
        return filter['Option'] === 'BeginsWith'
          ? values.some((value) => parameter.name.startsWith(value))
          : values.includes(parameter.name);
      }),
    );
  }

  #arn({ name }: Parameter): string {
    return `arn:aws:ssm:${this.#host.region}:${this.#host.accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  }
}
