/** Every policy that can be simulated, by name. */
import { type CapacityPolicyFactory } from './policy.ts';

export type SimulatedPolicy = 'reelyard' | CapacityPolicyFactory;

export const POLICIES: Readonly<Record<string, SimulatedPolicy>> = { reelyard: 'reelyard' };
