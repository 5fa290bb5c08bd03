/**
 * The runtime inside a function's process: loads the handler once, then answers one invocation at a time over IPC.
 * argv: handler file, exported name. Messages in `{ id, event, deadlineAt, requestId }`, out `{ isReady: true }` once, when the module is
 * loaded or cannot be, then `{ id, result }` or `{ id, error: { errorType, errorMessage, trace } }`.
 */
import { pathToFileURL } from 'node:url';

const [, , file, exportName] = process.argv;
const loaded = import(pathToFileURL(file).href).then((module) => {
  const handler = module[exportName];
  if (typeof handler !== 'function') throw new Error(`${exportName} is not exported by the function's module`);
  return handler;
});
loaded.catch(() => undefined).then(() => process.send({ isReady: true }));

process.on('message', async ({ id, event, deadlineAt, requestId }) => {
  try {
    const handler = await loaded;
    const context = {
      awsRequestId: requestId,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      getRemainingTimeInMillis: () => Math.max(0, deadlineAt - Date.now()),
    };
    const result = await handler(event, context);
    process.send({ id, result: result === undefined ? null : result });
  } catch (error) {
    const { name = 'Error', message = String(error), stack = '' } = error ?? {};
    process.send({ id, error: { errorType: name, errorMessage: message, trace: stack.split('\n') } });
  }
});
process.on('disconnect', () => process.exit(0));
