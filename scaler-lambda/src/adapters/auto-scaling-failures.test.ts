import { describe, expect, it } from '@jest/globals';
import { readFailure } from './auto-scaling-failures.ts';

const read = (message: string, details?: string) =>
  readFailure('on-demand', { at: 1, message, ...(details === undefined ? {} : { details }) });

describe('a launch that failed', () => {
  it('names the type and the zone that have nothing left', () => {
    const message =
      'We currently do not have sufficient c7i.xlarge capacity in the Availability Zone you requested (us-east-1a). Our system will be working on provisioning additional capacity. You can currently get c7i.xlarge capacity by not specifying an Availability Zone in your request or choosing us-east-1b, us-east-1c. Launching EC2 instance failed.';
    expect(read(message)).toMatchObject({ kind: 'insufficient-capacity', type: 'c7i.xlarge', zone: 'us-east-1a' });
  });

  it('of a spot request names its zone beside the message, and no type', () => {
    const failure = read(
      'Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity available that matches your request. Launching EC2 instance failed.',
      '{"Subnet ID":"subnet-1","Availability Zone":"eu-central-1b"}',
    );
    expect(failure).toMatchObject({ kind: 'insufficient-capacity', zone: 'eu-central-1b' });
    expect(failure.type).toBeUndefined();
  });

  it.each([
    'Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance count exceeded. Launching EC2 instance failed.',
    'You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket that the specified instance type belongs to. Launching EC2 instance failed.',
    'VcpuLimitExceeded - The launch of c7i.xlarge in us-east-1a failed.',
  ])('may be a quota: %s', (message) => {
    expect(read(message).kind).toBe('quota');
  });

  it('may be anything else, which cools nothing', () => {
    expect(read('The image id [ami-1] does not exist. Launching EC2 instance failed.', 'not JSON').kind).toBe('other');
  });
});
