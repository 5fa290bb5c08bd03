/** The simulator: the scaler's own core, and policies to compare it with, in virtual time. */
export * from './trace.ts';
export * from './farm.ts';
export * from './policy.ts';
export * from './simulate.ts';
export { type Report } from './report.ts';
export { type Bill, billRun } from './bill.ts';
export { type History, type Spell } from './kernel/kernel.ts';
export { type Machine } from './kernel/machine.ts';
export { type Task } from './kernel/task-queue.ts';
export { type ScalePolicyChange, toScalePolicy } from './reelyard/scale-policy.ts';
export { type TickWitness } from './reelyard-policy.ts';
export * from './generators/index.ts';
export { generateSessions, type SessionParameters, standardSessions } from './generators/sessions.ts';
export { generateWave, standardWave, type WaveParameters } from './generators/wave.ts';
export { generateHeavyTail, type HeavyTailParameters, standardHeavyTail } from './generators/heavy-tail.ts';
export { officeTide, type Tide } from './generators/tide.ts';
