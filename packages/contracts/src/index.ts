export * from './vocabulary.ts';
export * from './job.ts';
export * from './task.ts';
export * from './message.ts';
export * from './instance.ts';
export * from './farm-error.ts';
export * from './problem.ts';
export * from './submit.ts';
