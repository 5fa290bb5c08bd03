export * from './config.ts';
export * from './clock.ts';
export * from './logger.ts';
export * from './ids.ts';
export * from './metrics.ts';
export * from './shutdown.ts';
export * from './aws.ts';
export * from './loop.ts';
