import { createInterface } from 'node:readline';
import { createProgress } from './output/progress.js';
import { runCli } from './run-cli.js';

const GIVEN_UP = 130;

/**
 * The command line of this process: its arguments, environment and terminal. Sets the exit code.
 * @param root the repository; undefined where the command line is installed by itself
 */
export async function runAsProcess(version: string, root?: string): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => {
    // Who asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(GIVEN_UP);
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  // `noroshi tail lobby | head` is over when head is.
  process.stdout.on('error', () => process.exit(0));
  const { stdin, stdout, stderr } = process;
  const progress = createProgress({
    isTTY: stderr.isTTY && stdout.isTTY,
    columns: stderr.columns,
    write: (text) => void stderr.write(text),
  });
  process.exitCode = await runCli({
    argv: process.argv.slice(2),
    ...{ version, env: process.env, root, progress, stop: stop.signal },
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    input: stdin.isTTY ? undefined : lines(),
  });
}

async function* lines(): AsyncGenerator<string> {
  yield* createInterface({ input: process.stdin });
}
