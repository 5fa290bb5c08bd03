/** A service of the query protocols as a table of actions: form in, value out, XML around it. */
import { AwsError, type Service, type ServiceRequest } from '../../service.ts';
import { type Form, parseForm } from './form.ts';
import { renderXml, type XmlValue } from './xml.ts';

export interface Call {
  form: Form;
  request: ServiceRequest;
}

export type Action = (call: Call) => XmlValue | Promise<XmlValue>;
export type Actions = Record<string, Action>;

export interface QueryServiceOptions {
  names: readonly string[];
  /** XML namespace of replies. */
  namespace: string;
  /** EC2 has its own shape of reply: no result element, lists of `item`. */
  dialect: 'aws' | 'ec2';
  actions: Actions;
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

export function queryService(options: QueryServiceOptions): Service {
  const { names, start, stop } = options;
  return {
    names,
    protocol: 'query-xml',
    ...(start ? { start } : {}),
    ...(stop ? { stop } : {}),
    async handle(request) {
      const form = parseForm(request);
      const name = request.action === '' ? String(form['Action'] ?? '') : request.action;
      const action = Object.hasOwn(options.actions, name) ? options.actions[name] : undefined;
      if (!action) throw new AwsError('InvalidAction', `The action ${name} is not valid for this web service.`);
      const result = await action({ form, request });
      const body =
        options.dialect === 'ec2' ? ec2Reply(result, name, request, options) : awsReply(result, name, request, options);
      return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
    },
  };
}

function awsReply(
  result: XmlValue,
  name: string,
  { requestId }: ServiceRequest,
  { namespace }: QueryServiceOptions,
): string {
  const inner = renderXml(`${name}Result`, result ?? {}, 'member');
  const metadata = renderXml('ResponseMetadata', { RequestId: requestId }, 'member');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="${namespace}">${inner}${metadata}</${name}Response>`;
}

function ec2Reply(
  result: XmlValue,
  name: string,
  { requestId }: ServiceRequest,
  { namespace }: QueryServiceOptions,
): string {
  const members = typeof result === 'object' && !Array.isArray(result) ? result : { return: result };
  const inner = renderXml('reply', { requestId, ...members }, 'item').slice('<reply>'.length, -'</reply>'.length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="${namespace}">${inner}</${name}Response>`;
}
