/**
 * An instance of the fleet: packages and assets to read, artifacts under its own `aws:userid` to write, doorbells, the ledger, its log,
 * and the channel of its SSM agent. No capacity call at all.
 */
import { LANES } from '@reelyard/contracts';
import { type Names } from '../names.ts';
import { ledgerUse } from './ledger-use.ts';
import { ownLogs } from './own-logs.ts';
import { type Policy, type Statement } from './statement.ts';

export function agentPolicy(names: Names): Policy {
  const { arns, roles } = names;
  return {
    of: roles.agent,
    statements: [
      ...ledgerUse(names),
      ...objects(names),
      {
        sid: 'AnswerLanes',
        actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'],
        resources: LANES.map((lane) => arns.queue(names.laneQueues[lane])),
      },
      { sid: 'RingEvents', actions: ['sqs:SendMessage'], resources: [arns.queue(names.eventsQueue)] },
      {
        sid: 'ReadWhatToRun',
        actions: ['ssm:GetParameter'],
        resources: [arns.parameter(names.agentParameter), arns.parameter(names.engineParameter)],
      },
      ownLogs(names, names.logGroups.agent),
      ...ssmAgent(names),
    ],
  };
}

function objects({ arns, artifactBucket, engineBucket }: Names): readonly Statement[] {
  const artifacts = arns.bucket(artifactBucket);
  const engines = arns.bucket(engineBucket);
  return [
    {
      sid: 'ReadPackages',
      actions: ['s3:GetObject'],
      resources: [`${engines}/agents/*`, `${engines}/engines/*`],
      because: 'packages are named by their digest, and a rollback reads an older one',
    },
    {
      sid: 'ReadSources',
      actions: ['s3:GetObject'],
      resources: [`${artifacts}/assets/*`, `${artifacts}/artifacts/*`],
      because: 'any instance renders for any tenant, and assembles segments that others published',
    },
    {
      sid: 'WriteOwnArtifacts',
      actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
      // The role session of an instance is named after it, so no instance can overwrite what another one published.
      resources: [`${artifacts}/artifacts/\${aws:userid}/*`],
      because: 'keys below its own prefix',
    },
  ];
}

/** The part of AmazonSSMManagedInstanceCore that Run Command needs; that policy also reads every parameter of the account. */
function ssmAgent({ arns, bootstrapDocument, probeDocument }: Names): readonly Statement[] {
  return [
    {
      sid: 'SsmChannel',
      actions: [
        'ssm:ListInstanceAssociations',
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
        'ec2messages:AcknowledgeMessage',
        'ec2messages:DeleteMessage',
        'ec2messages:FailMessage',
        'ec2messages:GetEndpoint',
        'ec2messages:GetMessages',
        'ec2messages:SendReply',
      ],
      resources: ['*'],
      because: 'channels have no resource type, and an instance registers itself before it has a name that we know',
    },
    {
      sid: 'SsmDocuments',
      actions: ['ssm:GetDocument'],
      resources: [arns.document(bootstrapDocument), arns.document(probeDocument)],
    },
  ];
}
