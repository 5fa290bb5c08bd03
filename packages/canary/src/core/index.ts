export * from './decide-visit.ts';
export * from './judge.ts';
export * from './slot.ts';
