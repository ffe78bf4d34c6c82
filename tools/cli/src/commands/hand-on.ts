import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CliError, command, type Command, type CommandContext } from '../command.js';

interface Program {
  readonly name: string;
  readonly summary: string;
  /** In the repository. */
  readonly path: string;
}

/** A program of the repository that reads its own words. */
const handOn = ({ name, summary, path }: Program): Command =>
  command({
    ...{ name, summary, handsOn: true, options: {} },
    calls: [{ words: '…', does: `the same as npm run ${name} -- …, in the repository` }],
    run: async (context) => {
      const child = spawn(process.execPath, [join(repositoryOf(context, name), path), ...context.words], {
        stdio: 'inherit',
      });
      // A terminal tells the child by itself; it is given the time to end well.
      const end = () => child.kill('SIGTERM');
      context.stop.addEventListener('abort', end, { once: true });
      await once(child, 'exit');
      return child.exitCode ?? 1;
    },
  });

/** @throws CliError where the command line is installed by itself */
export function repositoryOf({ root }: CommandContext, name: string): string {
  if (root !== undefined) return root;
  throw new CliError(`${name} needs the repository of Noroshi: run npm run noroshi -- ${name} there.`);
}

export const bench = handOn({
  name: 'bench',
  summary: 'measures, against peers side by side',
  path: 'tools/workspace/bench.mjs',
});

export const check = handOn({
  name: 'check',
  summary: 'proves that nothing is lost, doubled or reordered, while parts are killed',
  path: 'tools/check/check.mjs',
});
