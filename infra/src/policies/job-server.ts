/** The job server: the ledger, doorbells into the lanes, signed URLs of artifacts and uploads, and a kick for the scaler. */
import { LANES } from '@reelyard/contracts';
import { type Names } from '../names.ts';
import { ledgerUse } from './ledger-use.ts';
import { type Policy } from './statement.ts';

export function jobServerPolicy(names: Names): Policy {
  const { arns, artifactBucket, eventsQueue, laneQueues, roles, scaleFunction } = names;
  const bucket = arns.bucket(artifactBucket);
  return {
    of: roles.server,
    statements: [
      ...ledgerUse(names),
      {
        sid: 'RingLanes',
        actions: ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
        resources: LANES.map((lane) => arns.queue(laneQueues[lane])),
      },
      {
        sid: 'HearEvents',
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
        resources: [arns.queue(eventsQueue)],
      },
      {
        sid: 'SignReads',
        actions: ['s3:GetObject'],
        resources: [`${bucket}/artifacts/*`, `${bucket}/assets/*`],
        because: 'a signed URL has the rights of its signer, and any job of any tenant may be asked for',
      },
      {
        sid: 'KeepAssets',
        actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'],
        resources: [`${bucket}/assets/*`],
        because: 'one key per asset of any tenant: uploads are signed, and what is fetched by address is written',
      },
      {
        sid: 'DeleteResults',
        actions: ['s3:DeleteObject'],
        resources: [`${bucket}/artifacts/*`],
        because: 'results of any tenant whose time is up, or that their owner deleted',
      },
      {
        sid: 'KeepRows',
        actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        resources: [`${bucket}/batches/*`],
        because: 'rows of any tenant wait there between the check of all and the submit of each',
      },
      // Without it S3 says 403 for an upload that has not arrived.
      { sid: 'TellMissing', actions: ['s3:ListBucket'], resources: [bucket] },
      { sid: 'KickScaler', actions: ['lambda:InvokeFunction'], resources: [arns.function(scaleFunction)] },
    ],
  };
}
