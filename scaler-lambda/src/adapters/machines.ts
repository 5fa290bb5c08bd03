/** EC2 behind the port: each call is on one instance. */
import { type EC2Client, RebootInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { FarmError } from '@reelyard/contracts';
import { type Machines } from '../ports.ts';

export function ec2Machines(client: EC2Client): Machines {
  return {
    async terminate(instance) {
      try {
        await client.send(new TerminateInstancesCommand({ InstanceIds: [instance] }));
      } catch (error) {
        throw new FarmError('capacity-unavailable', `EC2 did not terminate ${instance}`, { cause: error });
      }
    },
    async reboot(instance) {
      try {
        await client.send(new RebootInstancesCommand({ InstanceIds: [instance] }));
      } catch (error) {
        throw new FarmError('capacity-unavailable', `EC2 did not reboot ${instance}`, { cause: error });
      }
    },
  };
}
