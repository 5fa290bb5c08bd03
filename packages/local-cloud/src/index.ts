/** Door of the loopback AWS: start it in this process. To run it as its own process, use `@reelyard/local-cloud/main`. */
export { startLocalCloud, type LocalCloud, type LocalCloudOptions } from './server/local-cloud.ts';
export {
  AwsError,
  type CloudEvent,
  type Host,
  type Service,
  type ServiceFactory,
  type ServiceReply,
} from './service.ts';
export { type ServiceRequest } from './service.ts';
export { type FaultKind, type FaultMatch, type FaultRule } from './faults/index.ts';
export { type CallCount } from './control/call-record.ts';
