/** Documents with their versions, and the actions on them. A version's content never changes. */
import { createHash } from 'node:crypto';
import { DocumentTable } from '../../instances/document-table.ts';
import { AwsError, type Host } from '../../service.ts';
import { type DocumentContent, parseContent } from './document-content.ts';
import { findString, getString, isObject, type Json, objects, pageOf, strings, toSeconds } from './json.ts';

export interface DocumentVersion {
  version: string;
  content: string;
  hash: string;
  createdAt: number;
  versionName?: string;
}

export interface Document {
  name: string;
  defaultVersion: string;
  versions: DocumentVersion[];
  tags: Record<string, string>;
}

/** What Amazon's own document says, as far as its users see it. */
const RUN_SHELL_SCRIPT = JSON.stringify({
  schemaVersion: '2.2',
  description: 'Run a shell script or specify the commands to run.',
  parameters: {
    commands: { type: 'StringList' },
    workingDirectory: { type: 'String', default: '' },
    executionTimeout: {
      type: 'String',
      default: '3600',
      allowedPattern: '([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)',
    },
  },
  mainSteps: [
    {
      action: 'aws:runShellScript',
      name: 'runShellScript',
      inputs: {
        timeoutSeconds: '{{ executionTimeout }}',
        runCommand: ['{{ commands }}'],
        workingDirectory: '{{ workingDirectory }}',
      },
    },
  ],
});

export class Documents {
  readonly #table: DocumentTable<Document>;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.#table = new DocumentTable(host.store, 'ssm_documents');
  }

  /** @param name a name or an ARN. */
  get(name: string): Document {
    const short = name.split('document/').at(-1) ?? name;
    const found = this.#table.find(short) ?? (short === 'AWS-RunShellScript' ? this.#builtIn(short) : undefined);
    if (!found) throw new AwsError('InvalidDocument', `Document with name ${short} does not exist.`);
    return found;
  }

  getVersion(document: Document, wanted = '$DEFAULT'): DocumentVersion & { parsed: DocumentContent } {
    const version = wanted === '$DEFAULT' ? document.defaultVersion : wanted === '$LATEST' ? latest(document) : wanted;
    const found = document.versions.find((each) => each.version === version);
    if (!found) throw new AwsError('InvalidDocumentVersion', `The document version is not valid or does not exist.`);
    return { ...found, parsed: parseContent(found.content) };
  }

  actions(): Record<string, (json: Json) => Json | Promise<Json>> {
    return {
      CreateDocument: (json) => this.#create(json),
      UpdateDocument: (json) => this.#update(json),
      UpdateDocumentDefaultVersion: async (json) => {
        const document = this.get(getString(json, 'Name'));
        const { version } = this.getVersion(document, getString(json, 'DocumentVersion'));
        await this.#table.put(document.name, { ...document, defaultVersion: version });
        return { Description: { Name: document.name, DefaultVersion: version } };
      },
      DescribeDocument: (json) => {
        const document = this.get(getString(json, 'Name'));
        return { Document: this.#describe(document, this.getVersion(document, findString(json, 'DocumentVersion'))) };
      },
      GetDocument: (json) => {
        const document = this.get(getString(json, 'Name'));
        const { version, content } = this.getVersion(document, findString(json, 'DocumentVersion'));
        return {
          Name: document.name,
          DocumentVersion: version,
          Status: 'Active',
          Content: content,
          DocumentType: 'Command',
          DocumentFormat: 'JSON',
        };
      },
      DeleteDocument: async (json) => {
        await this.#table.delete(this.get(getString(json, 'Name')).name);
        return {};
      },
      ListDocuments: (json) => {
        const { page, ...next } = pageOf(this.#select(json), json, 50);
        return { DocumentIdentifiers: page.map((each) => this.#describe(each, this.getVersion(each))), ...next };
      },
      ListDocumentVersions: (json) => {
        const document = this.get(getString(json, 'Name'));
        return {
          DocumentVersions: document.versions.map((each) => ({
            Name: document.name,
            DocumentVersion: each.version,
            CreatedDate: toSeconds(each.createdAt),
            IsDefaultVersion: each.version === document.defaultVersion,
            DocumentFormat: 'JSON',
            Status: 'Active',
          })),
        };
      },
      DescribeDocumentPermission: () => ({ AccountIds: [], AccountSharingInfoList: [] }),
      ModifyDocumentPermission: () => ({}),
    };
  }

  async tag(name: string, change: (tags: Record<string, string>) => Record<string, string>): Promise<void> {
    const document = this.get(name);
    await this.#table.put(name, { ...document, tags: change(document.tags) });
  }

  async #create(json: Json): Promise<Json> {
    const name = getString(json, 'Name');
    if (!/^[\w.-]{3,128}$/.test(name)) throw new AwsError('ValidationException', `Document name ${name} is not valid.`);
    if (this.#table.find(name))
      throw new AwsError('DocumentAlreadyExists', `Document with same name ${name} already exists`);
    const first = this.#version('1', json);
    const tags = Object.fromEntries(
      objects(json['Tags']).map((tag) => [String(tag['Key']), String(tag['Value'] ?? '')]),
    );
    const document = { name, defaultVersion: '1', versions: [first], tags };
    await this.#table.put(name, document);
    return { DocumentDescription: this.#describe(document, this.getVersion(document)) };
  }

  async #update(json: Json): Promise<Json> {
    const document = this.get(getString(json, 'Name'));
    const wanted = findString(json, 'DocumentVersion') ?? '$DEFAULT';
    if (wanted !== '$LATEST') this.getVersion(document, wanted);
    const next = this.#version(String(Number(latest(document)) + 1), json);
    if (document.versions.some((each) => each.hash === next.hash))
      throw new AwsError(
        'DuplicateDocumentContent',
        'The content of the association document matches another document. Change the content of the document and try again.',
      );
    const changed = { ...document, versions: [...document.versions, next] };
    await this.#table.put(document.name, changed);
    return { DocumentDescription: this.#describe(changed, this.getVersion(changed, next.version)) };
  }

  #version(version: string, json: Json): DocumentVersion {
    const content = getString(json, 'Content');
    parseContent(content);
    const versionName = findString(json, 'VersionName');
    const hash = createHash('sha256').update(content).digest('hex');
    return {
      version,
      content,
      hash,
      createdAt: this.#host.now(),
      ...(versionName === undefined ? {} : { versionName }),
    };
  }

  #describe(document: Document, version: DocumentVersion & { parsed: DocumentContent }): Json {
    return {
      Name: document.name,
      Hash: version.hash,
      HashType: 'Sha256',
      Owner: document.name.startsWith('AWS-') ? 'Amazon' : this.#host.accountId,
      CreatedDate: toSeconds(version.createdAt),
      Status: 'Active',
      DocumentVersion: version.version,
      Description: version.parsed.description,
      Parameters: Object.entries(version.parsed.parameters).map(([Name, { type, defaultValue }]) => ({
        Name,
        Type: type,
        ...(defaultValue === undefined
          ? {}
          : { DefaultValue: typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue) }),
      })),
      PlatformTypes: ['Linux'],
      DocumentType: 'Command',
      SchemaVersion: '2.2',
      LatestVersion: latest(document),
      DefaultVersion: document.defaultVersion,
      DocumentFormat: 'JSON',
      ...(version.versionName === undefined ? {} : { VersionName: version.versionName }),
      Tags: Object.entries(document.tags).map(([Key, Value]) => ({ Key, Value })),
    };
  }

  #select(json: Json): Document[] {
    const filters = objects(json['Filters']);
    return this.#table.all().filter((document) =>
      filters.every((filter) => {
        if (!isObject(filter)) return true;
        const values = strings(filter['Values']);
        return filter['Key'] !== 'Name' || values.some((value) => document.name.startsWith(value));
      }),
    );
  }

  #builtIn(name: string): Document {
    const hash = createHash('sha256').update(RUN_SHELL_SCRIPT).digest('hex');
    return {
      name,
      defaultVersion: '1',
      versions: [{ version: '1', content: RUN_SHELL_SCRIPT, hash, createdAt: 0 }],
      tags: {},
    };
  }
}

function latest(document: Document): string {
  return String(Math.max(...document.versions.map((each) => Number(each.version))));
}
