import { checkCompose } from './check/check-compose.js';
import { parseOptions, USAGE, type Options } from './check/options.js';

const EXIT_USAGE = 2;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function optionsOf(args: readonly string[]): Options | undefined {
  try {
    return parseOptions(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exitCode = EXIT_USAGE;
    return undefined;
  }
}

const options = optionsOf(process.argv.slice(2));
if (options) {
  await checkCompose(options, say).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
