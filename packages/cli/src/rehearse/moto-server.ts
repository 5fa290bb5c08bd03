/** moto server as a child process on a free port of the loopback. It keeps everything in memory, so its end is the end of what was deployed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

export interface MotoServer {
  endpoint: string;
  stop(): Promise<void>;
}

export interface MotoOptions {
  /** Of `moto_server`; by default the one on PATH. */
  path?: string;
  /** Takes what it says of each request. */
  logFile?: string;
}

export async function startMoto({ path = 'moto_server', logFile }: MotoOptions = {}): Promise<MotoServer> {
  const port = await getFreePort();
  // Its own process group: Ctrl-C reaches it through us, after Terraform has ended in order.
  const child = spawn(path, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (logFile !== undefined) child.stderr?.pipe(createWriteStream(logFile));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    await announced(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

/** It says "Running on http://…" once it listens. What it says later is read as well: a full pipe would stop it. */
function announced(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`moto_server ended before it listened: ${said.slice(-500)}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk.toString();
      if (said.includes('Running on')) resolve();
    });
  });
}

function getFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
