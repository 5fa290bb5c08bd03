/** The process of the render agent. SIGTERM ends it as a drain would, within STOP_MS and the kill grace, with exit code 0. */
import { isFarmError } from '@reelyard/contracts';
import { atSite, createLogger, onShutdown, preferSmallHeap } from '@reelyard/runtime';
import { readConfig } from './config.ts';
import { startAgent } from './start-agent.ts';

preferSmallHeap();

try {
  const config = readConfig(process.env);
  const log = createLogger({ service: 'render-agent', env: config.env, level: config.logLevel });
  const agent = await atSite('agent', () => startAgent(config, process.env, log));
  onShutdown(() => atSite('agent', () => agent.stop()), { log, withinMs: config.stopMs + config.killGraceMs + 3_000 });
  agent.ended.catch((error: unknown) => {
    log.error('agent.bug', { error });
    process.exit(1);
  });
} catch (error) {
  process.stderr.write(`render-agent: ${isFarmError(error) ? error.message : String(error)}\n`);
  process.exit(1);
}
