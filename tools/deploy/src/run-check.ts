const EXIT_USAGE = 2;

export interface Check<Options> {
  /** @throws Error with one sentence for whoever typed it */
  readonly parseOptions: (args: readonly string[]) => Options;
  readonly usage: string;
  /** @throws Error that says what is wrong */
  readonly run: (options: Options, say: (line: string) => void) => Promise<void>;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** As this process: exit code 0 when nothing is wrong, 1 when something is, 2 when it was not understood. */
export async function runCheck<Options>({ parseOptions, usage, run }: Check<Options>): Promise<void> {
  let options: Options;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  await run(options, say).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
