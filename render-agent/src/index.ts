/** The door of the render agent: its conductor and pure core, for tests and models. The process is `@reelyard/render-agent/main`. */
export { Agent } from './agent.ts';
export { type AgentOptions } from './agent-options.ts';
export * from './ports.ts';
