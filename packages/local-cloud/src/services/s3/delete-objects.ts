/** DeleteObject and DeleteObjects. Deleting what is not there succeeds. */
import { type ServiceReply, type ServiceRequest } from '../../service.ts';
import { readBody } from '../../wire/read-body.ts';
import { checkWrite } from './conditions.ts';
import { type Depot } from './depot.ts';
import { s3Error } from './s3-error.ts';
import { type Target } from './target.ts';
import { childrenOf, parseXml, textOf, xmlReply } from './xml.ts';

const maxKeys = 1000;

export async function deleteObject(
  depot: Depot,
  { bucket, key }: Target,
  { headers }: ServiceRequest,
): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  if (headers['if-match'] !== undefined)
    checkWrite(depot.objects.find(bucket, key), { 'if-match': headers['if-match'] });
  await depot.remove(bucket, [key]);
  return { status: 204 };
}

export async function deleteObjects(depot: Depot, { bucket }: Target, { raw }: ServiceRequest): Promise<ServiceReply> {
  const document = parseXml(await readBody(raw), 'Delete');
  depot.buckets.check(bucket);
  const keys = childrenOf(document, 'Object').map((object) => textOf(object, 'Key'));
  if (keys.length === 0 || keys.length > maxKeys || keys.includes('')) throw s3Error('MalformedXML');
  await depot.remove(bucket, keys);
  const isQuiet = textOf(document, 'Quiet') === 'true';
  return xmlReply('DeleteResult', isQuiet ? {} : { Deleted: keys.map((Key) => ({ Key })) });
}
