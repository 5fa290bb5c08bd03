/** The door of the render agent: its conductor and pure core, for tests and models. The process is `@reelyard/render-agent/main`. */
export { Agent } from './agent.ts';
export { type AgentOptions } from './agent-options.ts';
export { type AgentView, decideNext, type NextStep } from './core/decide-next.ts';
export {
  describeStanding,
  type Hands,
  INITIAL_DIRECTIVE,
  obeyDirective,
  type Standing,
} from './core/obey-directive.ts';
export * from './ports.ts';
export { artifactKey } from './core/artifact-name.ts';
