/** Kind of strike → what does it. */
import { type Strike } from '../fault-kinds.ts';
import { clockAgent, clockJobServer, diskFull } from './conditions.ts';
import { killJobServer, killScaler, noCapacity } from './control-plane.ts';
import { type Act } from './field.ts';
import { freezeInstance, killAgent, killInstance, spotNotice, spotWithoutNotice } from './machines.ts';
import { partitionAgent, partitionJobServer } from './network.ts';

export const ACTS: Readonly<Record<Strike, Act>> = {
  'kill-agent': killAgent,
  'kill-instance': killInstance,
  'freeze-instance': freezeInstance,
  'kill-job-server': killJobServer,
  'kill-scaler': killScaler,
  'spot-notice': spotNotice,
  'spot-without-notice': spotWithoutNotice,
  'no-capacity': noCapacity,
  'partition-agent': partitionAgent,
  'partition-job-server': partitionJobServer,
  'clock-agent': clockAgent,
  'clock-job-server': clockJobServer,
  'disk-full': diskFull,
};
