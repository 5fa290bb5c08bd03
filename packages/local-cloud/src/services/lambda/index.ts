/**
 * Lambda: functions from real zips, each run in its own process with its own environment; synchronous and asynchronous
 * invocation, reserved concurrency, SQS event source mappings. Layers, versions and containers are not emulated.
 * In-process callers use `host.call('lambda', 'Invoke', { FunctionName, Payload })`: asynchronous.
 */
import { type ServiceFactory } from '../../service.ts';
import { LambdaService } from './lambda-service.ts';

export const lambda: ServiceFactory = (host) => new LambdaService(host);
