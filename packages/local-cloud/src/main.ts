/**
 * The loopback AWS as a process: `node main.ts --dir DIR [--port 0] [--account ID] [--ready-file F]`.
 * Prints `{"ready":true,"endpoint":"http://127.0.0.1:PORT"}` when it listens; SIGTERM or SIGINT ends it with 0.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startLocalCloud } from './server/local-cloud.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    port: { type: 'string', default: '0' },
    account: { type: 'string', default: '000000000000' },
    'ready-file': { type: 'string' },
  },
});
const port = Number(values.port);
if (
  values.dir === undefined ||
  !/^[0-9]{12}$/.test(values.account) ||
  !Number.isInteger(port) ||
  port < 0 ||
  port > 65535
) {
  console.error('usage: main.ts --dir DIR [--port 0..65535] [--account ID] [--ready-file FILE]');
  process.exit(2);
}

const cloud = await startLocalCloud({ dir: values.dir, port, accountId: values.account });
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void cloud.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  // A bug in one service's timer must not take all the others, and every instance, down with it.
  process.on(event, (error: unknown) => cloud.host.log('cloud.bug', { error }));
}

const ready = JSON.stringify({ ready: true, endpoint: cloud.endpoint });
const readyFile = values['ready-file'];
if (readyFile !== undefined) {
  // Renamed into place: whoever waits for the file never reads half of it.
  writeFileSync(`${readyFile}.part`, `${ready}\n`);
  renameSync(`${readyFile}.part`, readyFile);
}
console.log(ready);
