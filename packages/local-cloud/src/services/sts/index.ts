/** AWS STS: who is it that signs with this key? */
import { createHash } from 'node:crypto';
import { computeOf } from '../../instances/compute.ts';
import { DocumentTable } from '../../instances/document-table.ts';
import { type Host, type Service } from '../../service.ts';
import { accessKeyOf } from '../imds/metadata.ts';
import { findNumber, getText } from '../query/form.ts';
import { queryService } from '../query/query-service.ts';
import { toInstant, type XmlValue } from '../query/xml.ts';

/** A session that AssumeRole gave out, by its access key. */
interface Session {
  role: string;
  name: string;
}

export function sts(host: Host): Service {
  const compute = computeOf(host);
  const sessions = new DocumentTable<Session>(host.store, 'sts_sessions');
  const account = host.accountId;
  const identityOf = (accessKeyId: string): XmlValue => {
    const instance = compute.findByAccessKey(accessKeyId);
    const session =
      instance?.role === undefined ? sessions.find(accessKeyId) : { role: instance.role, name: instance.id };
    if (!session) return { UserId: 'AIDALOCAL', Account: account, Arn: `arn:aws:iam::${account}:user/local` };
    return { UserId: `AROA${session.role}:${session.name}`, Account: account, Arn: arnOf(account, session) };
  };
  return queryService({
    names: ['sts'],
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    dialect: 'aws',
    actions: {
      GetCallerIdentity: ({ request }) => identityOf(request.accessKeyId),
      AssumeRole: async ({ form }) => {
        const role = getText(form, 'RoleArn').split('/').at(-1) ?? '';
        const session = { role, name: getText(form, 'RoleSessionName') };
        const digest = createHash('sha256').update(`${role}/${session.name}/${host.now()}`).digest('hex');
        const key = `ASIA${digest.slice(0, 16).toUpperCase()}`;
        await sessions.put(key, session);
        const expiresAt = host.now() + (findNumber(form, 'DurationSeconds') ?? 3600) * 1000;
        return {
          Credentials: {
            AccessKeyId: key,
            SecretAccessKey: 'local',
            SessionToken: digest,
            Expiration: toInstant(expiresAt),
          },
          AssumedRoleUser: { AssumedRoleId: `AROA${role}:${session.name}`, Arn: arnOf(account, session) },
        };
      },
    },
  });
}

/** The `aws:userid` of a caller, as bucket policies see it: `AROA<role>:<instance-id>` on an instance. */
export function userIdOf(host: Host, accessKeyId: string): string {
  const instance = computeOf(host)
    .list()
    .find((each) => each.role !== undefined && accessKeyOf(each) === accessKeyId);
  return instance?.role === undefined ? 'AIDALOCAL' : `AROA${instance.role}:${instance.id}`;
}

function arnOf(account: string, session: Session): string {
  return `arn:aws:sts::${account}:assumed-role/${session.role}/${session.name}`;
}
