/** `reelyard up`: a farm that stays up until Ctrl-C, on a folder that keeps its state. */
import { EXIT, CommandError } from '../exit-code.ts';
import { farmDir, findRunningFarm, removeFarmFile, writeFarmFile } from '../farm/farm-file.ts';
import { startFarm } from '../farm/start-farm.ts';
import { type Output } from '../output.ts';

export interface UpFlags {
  dir?: string;
  engine?: string;
  port?: string;
  canary?: boolean;
}

export async function up(flags: UpFlags, output: Output): Promise<void> {
  const dir = flags.dir ?? farmDir;
  const running = findRunningFarm(dir);
  if (running)
    throw new CommandError(EXIT.usage, `a farm is up already on ${dir}: ${running.url} (process ${running.pid})`);
  if (flags.canary && (flags.engine ?? 'reel') !== 'reel')
    throw new CommandError(
      EXIT.usage,
      `--canary: its job is a composition, and ${flags.engine} reads none; use the engine reel`,
    );
  const farm = await startFarm({
    dir,
    ...(flags.engine === undefined ? {} : { engine: flags.engine }),
    ...(flags.port === undefined ? {} : { port: parsePort(flags.port) }),
    ...(flags.canary ? { canary: {} } : {}),
    onStep: (text) => output.line(`▸ farm       ${text}`),
  });
  const { url, key, endpoint } = farm;
  writeFarmFile(dir, { url, key, endpoint, env: 'dev', pid: process.pid });
  output.result(
    { url, key, endpoint, dir, pid: process.pid },
    `\nURL  ${url}\nKEY  ${key}\n\nRender on it:  npm run reelyard -- render examples/hello.json\nStop it:       Ctrl-C, or kill ${process.pid}\nState, logs:   ${dir}`,
  );
  const ended = await Promise.race([
    untilSignal(),
    farm.cloud.exited.then((code) => `loopback AWS ended with ${code}`),
  ]);
  output.line(`▸ stopping   ${ended}`);
  removeFarmFile(dir);
  await farm.stop();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CommandError(EXIT.usage, `--port ${text}: an integer from 0 to 65535 is needed`);
}

function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(signal));
  });
}
