/**
 * Permissions that a whole run does not use, each with its because. A permission that is neither called nor listed here is one too many;
 * one that is listed here and called is a line too many.
 */
const agentChannel = 'the SSM agent of the machine image uses it; the loopback stands in for that agent';
const awsPutsLogs = 'AWS writes the log of a function or service by its role; on the loopback the server does';
const awsPolls =
  'the event source mapping receives and deletes by the role of the function; on the loopback the server does';
const bothRead = 'one statement of the ledger for every service; this one reads several items at once in rarer cases';
const bothFunctions = 'both functions advance the same bootstraps; which one comes to it first is chance';

const functions = {
  'autoscaling:DescribeWarmPool': 'only a pool with a warm pool asks for it',
  'autoscaling:RecordLifecycleActionHeartbeat':
    'once a minute of a bootstrap; on the loopback a bootstrap takes seconds',
  'dynamodb:BatchGetItem': bothRead,
  'dynamodb:ConditionCheckItem': 'one statement of the ledger for every service; the scaler writes single rows',
  'dynamodb:DeleteItem': 'rows of instances that are gone are kept for an hour',
  'ec2:RebootInstances': 'once, for an instance that does not come online within 180 s',
  'logs:CreateLogStream': awsPutsLogs,
  'logs:PutLogEvents': awsPutsLogs,
  'ssm:CancelCommand': 'a bootstrap that takes more than 20 minutes is canceled',
} as const;

export const uncalled: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'reelyard-dev-agent': {
    'ec2messages:AcknowledgeMessage': agentChannel,
    'ec2messages:DeleteMessage': agentChannel,
    'ec2messages:FailMessage': agentChannel,
    'ec2messages:GetEndpoint': agentChannel,
    'ec2messages:GetMessages': agentChannel,
    'ec2messages:SendReply': agentChannel,
    'logs:CreateLogStream': awsPutsLogs,
    'logs:PutLogEvents': awsPutsLogs,
    's3:AbortMultipartUpload': 'an upload of more than one part that fails',
    'ssm:GetDocument': agentChannel,
    'ssm:ListInstanceAssociations': agentChannel,
    'ssm:UpdateInstanceInformation': agentChannel,
    'ssmmessages:CreateControlChannel': agentChannel,
    'ssmmessages:CreateDataChannel': agentChannel,
    'ssmmessages:OpenControlChannel': agentChannel,
    'ssmmessages:OpenDataChannel': agentChannel,
  },
  'reelyard-dev-job-server': {
    'dynamodb:BatchGetItem': bothRead,
    's3:AbortMultipartUpload': 'an asset of more than one part that cannot be fetched whole',
    's3:ListBucket': 'without it S3 answers 403 instead of 404 for an upload that has not arrived; no call of its own',
  },
  'reelyard-dev-scale': {
    ...functions,
    'autoscaling:SetInstanceHealth': 'an instance whose agent is silent for 180 s',
    'autoscaling:SetInstanceProtection': 'only a machine that goes back to a warm pool loses its protection',
    'ec2:TerminateInstances': 'an outdated machine in a warm pool, whenever a version changes',
  },
  'reelyard-dev-lifecycle': {
    ...functions,
    'sqs:ChangeMessageVisibility': awsPolls,
    'sqs:DeleteMessage': awsPolls,
    'sqs:GetQueueAttributes': awsPolls,
    'sqs:ReceiveMessage': awsPolls,
  },
  'reelyard-dev-canary': {
    'logs:CreateLogStream': awsPutsLogs,
    'logs:PutLogEvents': awsPutsLogs,
  },
};

/** Permissions of which a run may or may not make use, by chance. */
export const byChance: Readonly<Record<string, string>> = {
  'sqs:ChangeMessageVisibility': 'a doorbell is given back only when another lane had one, too',
  'dynamodb:BatchGetItem': bothRead,
  'ssm:SendCommand': bothFunctions,
  'ssm:GetCommandInvocation': bothFunctions,
  'ssm:DescribeInstanceInformation': bothFunctions,
  'autoscaling:CompleteLifecycleAction': bothFunctions,
  'autoscaling:TerminateInstanceInAutoScalingGroup': bothFunctions,
  'autoscaling:DescribeScalingActivities': 'asked only while a group has not got what it asks for',
};
