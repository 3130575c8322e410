// The health check of a container, exit code 0 for well: asks the program in it, or the address given, without other tools.
const url = process.argv[2] ?? `http://127.0.0.1:${process.env.PORT || 4000}/healthz`;
try {
  const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(4000) });
  if (!ok) throw new Error(`answered ${status}`);
} catch (error) {
  console.error(`${url}: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
