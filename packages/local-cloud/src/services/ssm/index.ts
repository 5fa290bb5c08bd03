/** AWS Systems Manager: documents, Run Command, managed instances, Parameter Store. */
import { computeOf } from '../../instances/compute.ts';
import { AwsError, type Host, type Service } from '../../service.ts';
import { Agents } from './agents.ts';
import { commandActions } from './command-actions.ts';
import { Commands } from './commands.ts';
import { Documents } from './documents.ts';
import { getString, type Json, objects, parseJson, strings } from './json.ts';
import { Parameters } from './parameters.ts';

type Actions = Record<string, (json: Json) => Json | Promise<Json>>;

export function ssm(host: Host): Service {
  const compute = computeOf(host);
  const agents = new Agents(host, compute);
  const documents = new Documents(host);
  const parameters = new Parameters(host);
  const commands = new Commands(host, compute, agents);
  host.control.register('GET', '/_local/ssm/output/*', ({ rest }) => {
    const [command = '', instance = ''] = rest.split('/');
    return { status: 200, body: { stdout: commands.findOutputSoFar(command, instance) ?? '' } };
  });
  const actions: Actions = {
    ...documents.actions(),
    ...parameters.actions(),
    ...commandActions({ host, compute, agents, documents, commands }),
    ...tagActions(documents, parameters),
    DescribeInstanceInformation: (json) => agents.describe(json),
  };
  return {
    names: ['ssm'],
    protocol: 'json-1.1',
    async handle({ action, body }) {
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (!act) throw new AwsError('UnknownOperationException', `AmazonSSM.${action} is not known here.`);
      const reply = await act(parseJson(body));
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(reply) };
    },
    async start() {
      await compute.startAll();
      commands.start();
    },
    async stop() {
      commands.stop();
      await compute.stopAll();
    },
  };
}

/** Tags of documents and parameters, which infrastructure tools read back. */
function tagActions(documents: Documents, parameters: Parameters): Actions {
  const change = async (json: Json, edit: (tags: Record<string, string>) => Record<string, string>): Promise<Json> => {
    const id = getString(json, 'ResourceId');
    if (json['ResourceType'] === 'Parameter') await parameters.tag(id, edit);
    else if (json['ResourceType'] === 'Document') await documents.tag(id, edit);
    else throw new AwsError('InvalidResourceType', 'The resource type is not valid.');
    return {};
  };
  return {
    AddTagsToResource: (json) => {
      const added = objects(json['Tags']).map((tag) => [String(tag['Key']), String(tag['Value'] ?? '')]);
      return change(json, (tags) => ({ ...tags, ...(Object.fromEntries(added) as Record<string, string>) }));
    },
    RemoveTagsFromResource: (json) => {
      const gone = strings(json['TagKeys']);
      return change(json, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.includes(key))));
    },
    ListTagsForResource: (json) => {
      const id = getString(json, 'ResourceId');
      const tags = json['ResourceType'] === 'Parameter' ? parameters.tagsOf(id) : documents.get(id).tags;
      return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
