/** Every service of the loopback AWS. Each owner adds one import and one entry; order is start order. */
import { type ServiceFactory } from '../service.ts';
import { dynamodb } from './dynamodb/index.ts';
import { events } from './events/index.ts';
import { lambda } from './lambda/index.ts';
import { scheduler } from './scheduler/index.ts';
import { sqs } from './sqs/sqs.ts';

export const factories: ServiceFactory[] = [dynamodb, sqs, events, scheduler, lambda];
