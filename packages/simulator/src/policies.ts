/** Every policy that can be simulated, by name: the farm's own law, and each baseline as it is published. */
import { BASELINES } from './baselines/index.ts';
import { type CapacityPolicyFactory } from './policy.ts';

export type SimulatedPolicy = 'reelyard' | CapacityPolicyFactory;

export const POLICIES: Readonly<Record<string, SimulatedPolicy>> = {
  reelyard: 'reelyard',
  ...Object.fromEntries(BASELINES.flatMap(({ name, settingsFor }) => toEntry(name, settingsFor('real')[0]?.create))),
};

function toEntry(name: string, create: CapacityPolicyFactory | undefined): [string, CapacityPolicyFactory][] {
  return create ? [[name, create]] : [];
}
