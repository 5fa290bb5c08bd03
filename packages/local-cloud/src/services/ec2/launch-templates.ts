/**
 * Launch templates and their versions. Template data is kept as the request's own form, so that what a version says
 * is what was sent; only launching reads single members of it.
 */
import { randomBytes } from 'node:crypto';
import { DocumentTable } from '../../instances/document-table.ts';
import { type LaunchSpec } from '../../instances/instance.ts';
import { AwsError, type Host } from '../../service.ts';
import { findForm, findText, type Form, type FormValue, listForms } from '../query/form.ts';

export interface TemplateVersion {
  number: number;
  createdAt: number;
  description?: string;
  data: Form;
}

export interface LaunchTemplate {
  id: string;
  name: string;
  createdAt: number;
  defaultVersion: number;
  versions: TemplateVersion[];
  tags: Record<string, string>;
}

/** How a caller names a template: id or name, and a version (`$Default` when absent). */
export interface TemplateChoice {
  id?: string | undefined;
  name?: string | undefined;
  version?: string | undefined;
}

export class LaunchTemplates {
  readonly #table: DocumentTable<LaunchTemplate>;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.#table = new DocumentTable(host.store, 'ec2_launch_templates');
  }

  list(): LaunchTemplate[] {
    return this.#table.all();
  }

  get(choice: TemplateChoice): LaunchTemplate {
    const found = this.list().find((each) => (choice.id ? each.id === choice.id : each.name === choice.name));
    if (found) return found;
    if (choice.id)
      throw new AwsError(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${choice.id}, does not exist.`,
      );
    throw new AwsError(
      'InvalidLaunchTemplateName.NotFoundException',
      `At least one of the launch templates specified in the request does not exist.`,
    );
  }

  getVersion(template: LaunchTemplate, wanted = '$Default'): TemplateVersion {
    const number =
      wanted === '$Default' ? template.defaultVersion : wanted === '$Latest' ? latestOf(template) : Number(wanted);
    const found = template.versions.find((version) => version.number === number);
    if (!found)
      throw new AwsError(
        'InvalidLaunchTemplateId.VersionNotFound',
        `Could not find the specified version ${wanted} for the launch template with ID ${template.id}.`,
      );
    return found;
  }

  async create(
    name: string,
    data: Form,
    description: string | undefined,
    tags: Record<string, string>,
  ): Promise<LaunchTemplate> {
    if (this.list().some((each) => each.name === name))
      throw new AwsError('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
    const createdAt = this.#host.now();
    const version = { number: 1, createdAt, data, ...(description === undefined ? {} : { description }) };
    const id = `lt-0${randomBytes(8).toString('hex')}`;
    const template = { id, name, createdAt, defaultVersion: 1, versions: [version], tags };
    await this.#table.put(id, template);
    return template;
  }

  /** A new version; with `source` its data is what the source says plus what the request adds. */
  async addVersion(
    template: LaunchTemplate,
    data: Form,
    description: string | undefined,
    source: string | undefined,
  ): Promise<TemplateVersion> {
    const base = source === undefined ? {} : this.getVersion(template, source).data;
    const version: TemplateVersion = {
      number: latestOf(template) + 1,
      createdAt: this.#host.now(),
      data: { ...base, ...data },
      ...(description === undefined ? {} : { description }),
    };
    await this.#table.put(template.id, { ...template, versions: [...template.versions, version] });
    return version;
  }

  async setDefault(template: LaunchTemplate, version: string): Promise<LaunchTemplate> {
    const changed = { ...template, defaultVersion: this.getVersion(template, version).number };
    await this.#table.put(template.id, changed);
    return changed;
  }

  async delete(template: LaunchTemplate): Promise<void> {
    await this.#table.delete(template.id);
  }

  async deleteVersions(template: LaunchTemplate, numbers: readonly number[]): Promise<TemplateVersion[]> {
    const doomed = template.versions.filter(
      ({ number }) => numbers.includes(number) && number !== template.defaultVersion,
    );
    await this.#table.put(template.id, {
      ...template,
      versions: template.versions.filter((each) => !doomed.includes(each)),
    });
    return doomed;
  }

  /** What a launch from this choice would be; the caller adds zone, type overrides and group tags. */
  specOf(choice: TemplateChoice, host: Host): Omit<LaunchSpec, 'zone'> {
    const template = this.get(choice);
    const { data, number } = this.getVersion(template, choice.version);
    const reference = { id: template.id, name: template.name, version: String(number) };
    return { ...specOfData(data, host), launchTemplate: reference };
  }
}

/** What launch template data, or a RunInstances request, says about an instance. */
export function specOfData(data: Form, { accountId }: Host): Omit<LaunchSpec, 'zone'> {
  const profile = findForm(data, 'IamInstanceProfile');
  const name = profile && findText(profile, 'Name');
  const named = name === undefined ? undefined : `arn:aws:iam::${accountId}:instance-profile/${name}`;
  const profileArn = (profile && findText(profile, 'Arn')) ?? named;
  return {
    type: findText(data, 'InstanceType') ?? 'm5.large',
    imageId: findText(data, 'ImageId') ?? 'ami-00000000000000000',
    userData: findText(data, 'UserData') ?? '',
    tags: tagsOf(data, 'instance'),
    isSpot: findText(findForm(data, 'InstanceMarketOptions') ?? {}, 'MarketType') === 'spot',
    ...(profileArn === undefined ? {} : { profileArn }),
  };
}

export function latestOf(template: LaunchTemplate): number {
  return Math.max(...template.versions.map((version) => version.number));
}

/** Tags of a `TagSpecification` list for one resource type. */
export function tagsOf(form: Form, resourceType: string): Record<string, string> {
  const specifications = listForms(form, 'TagSpecification').filter((each) => each['ResourceType'] === resourceType);
  const pairs = specifications.flatMap((each) => listForms(each, 'Tag'));
  return Object.fromEntries(pairs.map((tag) => [findText(tag, 'Key') ?? '', findText(tag, 'Value') ?? '']));
}

/** Request names to reply names: `TagSpecification: [..]` → `tagSpecificationSet`, `ImageId` → `imageId`. */
export function toReplyNames(value: FormValue): FormValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toReplyNames);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const lower = name.charAt(0).toLowerCase() + name.slice(1);
      return [Array.isArray(each) ? `${lower}Set` : lower, toReplyNames(each)];
    }),
  );
}

const shared = new WeakMap<Host, LaunchTemplates>();

/** The launch templates of a server, shared by EC2 and Auto Scaling. */
export function launchTemplatesOf(host: Host): LaunchTemplates {
  const known = shared.get(host);
  if (known) return known;
  const made = new LaunchTemplates(host);
  shared.set(host, made);
  return made;
}
