/**
 * Behind `npm start`, and with `--full` behind `npm run start:full`. Node built-ins only, so that it runs before node_modules exists: installs, builds, then runs the
 * supervisor in this same process, whose end is what npm waits for.
 */
import { build } from './bootstrap/build.mjs';
import { assertNode, install } from './bootstrap/install.mjs';
import { root } from './bootstrap/root.mjs';
import { say } from './bootstrap/run.mjs';
import { watchStarter } from './bootstrap/watch-starter.mjs';

// Whoever reads our output may go away before we have drained.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

/** Aborted by SIGINT, SIGTERM, or the end of the process that started this one. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
const endWatch = watchStarter(() => stop.abort());

const main = async () => {
  assertNode();
  await install({ signal: stop.signal });
  if (stop.signal.aborted) return 0;
  await build({ signal: stop.signal });
  if (stop.signal.aborted) return 0;
  const { start } = await import('./dist/index.js');
  return start({ root, env: process.env, stop: stop.signal, full: process.argv.includes('--full') });
};

const code = await main().catch((error) => {
  say(error.message);
  return 1;
});
endWatch();
process.exit(code);
