/** Health check of the container: the image has no shell and no curl. Ends with 0 when the server says that it lives. */
const address = `http://127.0.0.1:${process.env.PORT ?? '8080'}/livez`;

try {
  const response = await fetch(address, { signal: AbortSignal.timeout(3_000) });
  process.exit(response.ok ? 0 : 1);
} catch {
  process.exit(1);
}
