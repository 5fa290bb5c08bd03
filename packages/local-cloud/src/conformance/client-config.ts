/**
 * How the suites' SDK clients are made: against an endpoint that may start after the cases are stated, without
 * retries, because a case is about one call.
 */

/** @param getEndpoint asked at the first call, not before. */
export function clientConfig(getEndpoint: () => string) {
  return {
    endpoint: () => {
      const { protocol, hostname, port, pathname: path } = new URL(getEndpoint());
      return Promise.resolve({ protocol, hostname, path, ...(port !== '' && { port: Number(port) }) });
    },
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIACONFORMANCE', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
}
