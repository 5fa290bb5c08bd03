/** EC2's actions on launch templates. */
import { type Host } from '../../service.ts';
import { findForm, findText, type Form, getText, listTexts } from '../query/form.ts';
import { type Actions } from '../query/query-service.ts';
import { toInstant, type XmlValue } from '../query/xml.ts';
import { passesFilters, tagValues } from './filters.ts';
import { choiceOf } from './instance-actions.ts';
import {
  latestOf,
  type LaunchTemplate,
  type LaunchTemplates,
  tagsOf,
  type TemplateVersion,
  toReplyNames,
} from './launch-templates.ts';

export function templateActions(host: Host, templates: LaunchTemplates): Actions {
  const createdBy = `arn:aws:iam::${host.accountId}:root`;
  const describe = (template: LaunchTemplate): XmlValue => describeTemplate(template, createdBy);
  const describeVersion = (template: LaunchTemplate, version: TemplateVersion): XmlValue =>
    describeTemplateVersion(template, version, createdBy);
  return {
    DescribeLaunchTemplates: ({ form }) => ({ launchTemplates: select(templates, form).map(describe) }),
    DescribeLaunchTemplateVersions: ({ form }) => {
      const template = templates.get(choiceOf(form));
      const wanted = listTexts(form, 'LaunchTemplateVersion');
      const versions =
        wanted.length === 0 ? template.versions : wanted.map((each) => templates.getVersion(template, each));
      return { launchTemplateVersionSet: versions.map((version) => describeVersion(template, version)) };
    },

    CreateLaunchTemplate: async ({ form }) => {
      const data = findForm(form, 'LaunchTemplateData') ?? {};
      const tags = tagsOf(form, 'launch-template');
      const name = getText(form, 'LaunchTemplateName');
      return {
        launchTemplate: describe(await templates.create(name, data, findText(form, 'VersionDescription'), tags)),
      };
    },
    CreateLaunchTemplateVersion: async ({ form }) => {
      const template = templates.get(choiceOf(form));
      const data = findForm(form, 'LaunchTemplateData') ?? {};
      const source = findText(form, 'SourceVersion');
      const version = await templates.addVersion(template, data, findText(form, 'VersionDescription'), source);
      return { launchTemplateVersion: describeVersion(templates.get({ id: template.id }), version) };
    },
    ModifyLaunchTemplate: async ({ form }) => {
      const version = findText(form, 'SetDefaultVersion') ?? getText(form, 'DefaultVersion');
      return { launchTemplate: describe(await templates.setDefault(templates.get(choiceOf(form)), version)) };
    },
    DeleteLaunchTemplate: async ({ form }) => {
      const template = templates.get(choiceOf(form));
      await templates.delete(template);
      return { launchTemplate: describe(template) };
    },
    DeleteLaunchTemplateVersions: async ({ form }) => {
      const template = templates.get(choiceOf(form));
      const gone = await templates.deleteVersions(template, listTexts(form, 'LaunchTemplateVersion').map(Number));
      return {
        successfullyDeletedLaunchTemplateVersionSet: gone.map(({ number }) => ({
          launchTemplateId: template.id,
          launchTemplateName: template.name,
          versionNumber: number,
        })),
        unsuccessfullyDeletedLaunchTemplateVersionSet: [],
      };
    },
  };
}

function describeTemplate(template: LaunchTemplate, createdBy: string): XmlValue {
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    createTime: toInstant(template.createdAt),
    createdBy,
    defaultVersionNumber: template.defaultVersion,
    latestVersionNumber: latestOf(template),
    tagSet: Object.entries(template.tags).map(([key, value]) => ({ key, value })),
  };
}

function describeTemplateVersion(template: LaunchTemplate, version: TemplateVersion, createdBy: string): XmlValue {
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    versionNumber: version.number,
    versionDescription: version.description,
    createTime: toInstant(version.createdAt),
    createdBy,
    defaultVersion: version.number === template.defaultVersion,
    launchTemplateData: toReplyNames(version.data) as XmlValue,
  };
}

function select(templates: LaunchTemplates, form: Form): LaunchTemplate[] {
  const ids = listTexts(form, 'LaunchTemplateId');
  const names = listTexts(form, 'LaunchTemplateName');
  if (ids.length > 0) return ids.map((id) => templates.get({ id }));
  if (names.length > 0) return names.map((name) => templates.get({ name }));
  return templates
    .list()
    .filter((template) =>
      passesFilters(form, (name) =>
        name === 'launch-template-name' ? [template.name] : tagValues(name, template.tags),
      ),
    );
}
