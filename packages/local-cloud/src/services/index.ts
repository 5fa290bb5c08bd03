/** Every service of the loopback AWS. Each owner adds one import and one entry; order is start order. */
import { type ServiceFactory } from '../service.ts';
import { autoscaling } from './autoscaling/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { ec2 } from './ec2/index.ts';
import { events } from './events/index.ts';
import { lambda } from './lambda/index.ts';
import { logs } from './logs/index.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { s3 } from './s3/s3.ts';
import { scheduler } from './scheduler/index.ts';
import { sqs } from './sqs/sqs.ts';
import { ssm } from './ssm/index.ts';
import { sts } from './sts/index.ts';

export const factories: ServiceFactory[] = [
  dynamodb,
  sqs,
  s3,
  monitoring,
  logs,
  events,
  scheduler,
  lambda,
  sts,
  // Those who watch instances stop before the instances do.
  ssm,
  autoscaling,
  ec2,
];
