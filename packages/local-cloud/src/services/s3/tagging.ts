/** Tags of an object. */
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { readBody } from '../../wire/read-body.ts';
import { type Depot } from './depot.ts';
import { s3Error } from './s3-error.ts';
import { type Target } from './target.ts';
import { childrenOf, parseXml, textOf, xmlReply } from './xml.ts';

const maxTags = 10;

export async function getTagging(depot: Depot, target: Target): Promise<ServiceReply> {
  const { tags } = depot.getObject(target).detail;
  return xmlReply('Tagging', { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } });
}

export async function putTagging(depot: Depot, target: Target, { raw }: ServiceRequest): Promise<ServiceReply> {
  const set = parseXml(await readBody(raw), 'Tagging').TagSet;
  const sent = typeof set === 'object' && set !== null ? childrenOf(set as Record<string, unknown>, 'Tag') : [];
  if (sent.length > maxTags) throw s3Error('InvalidRequest', {}, 'Object tags cannot be greater than 10');
  await setTags(depot, target, Object.fromEntries(sent.map((tag) => [textOf(tag, 'Key'), textOf(tag, 'Value')])));
  return { status: 200 };
}

export async function deleteTagging(depot: Depot, target: Target): Promise<ServiceReply> {
  await setTags(depot, target, {});
  return { status: 204 };
}

async function setTags(depot: Depot, target: Target, tags: Record<string, string>): Promise<void> {
  await depot.host.store.write(() => {
    const object = depot.getObject(target);
    depot.objects.put(target.bucket, { ...object, detail: { ...object.detail, tags } });
  });
}
