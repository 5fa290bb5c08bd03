/** Every service of the loopback AWS. Each owner adds one import and one entry; order is start order. */
import { type ServiceFactory } from '../service.ts';
import { dynamodb } from './dynamodb/index.ts';
import { sqs } from './sqs/sqs.ts';

export const factories: ServiceFactory[] = [dynamodb, sqs];
