// Whether the service in this container is ready: asked as the services ask each other, on the address it listens on.
const { HTTP_HOST = '127.0.0.1', HTTP_PORT } = process.env;
const host = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[HTTP_HOST] ?? HTTP_HOST;
try {
  const answer = await fetch(`http://${host}:${HTTP_PORT}/readyz`, { signal: AbortSignal.timeout(2_500) });
  process.stdout.write(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`${error.cause ?? error}`);
  process.exitCode = 1;
}
