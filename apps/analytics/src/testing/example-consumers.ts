import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const examples = fileURLToPath(new URL('../../../../examples/analytics-consumer', import.meta.url));

export interface Ending {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A program of `examples/analytics-consumer`, installed into a folder of its own as its README says. */
export interface ExampleConsumer {
  readonly language: string;
  readonly run: (words: readonly string[]) => Promise<Ending>;
  readonly remove: () => void;
}

/** What can't be installed here is not among them, and that is said aloud. */
export async function installExampleConsumers(): Promise<ExampleConsumer[]> {
  const installed = await Promise.all([installTypeScript(), installPython()]);
  return installed.filter((consumer) => consumer !== undefined);
}

async function installTypeScript(): Promise<ExampleConsumer | undefined> {
  const folder = copyOf('typescript');
  const install = await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], folder);
  if (install.code !== 0) {
    skip('TypeScript', folder, install);
    return undefined;
  }
  // Of no fault of the network.
  const build = await run('npm', ['run', 'build'], folder);
  if (build.code !== 0) throw new Error(`The consumer in TypeScript does not build: ${build.out}`);
  return consumerIn(folder, 'TypeScript', ['node', 'dist/main.js']);
}

async function installPython(): Promise<ExampleConsumer | undefined> {
  const folder = copyOf('python');
  // Beside the program, where Python looks: it takes no `venv`, which not every Python has.
  const words = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', '.'];
  const install = await run('python3', [...words, '-r', 'requirements.txt'], folder);
  if (install.code !== 0) {
    skip('Python', folder, install);
    return undefined;
  }
  return consumerIn(folder, 'Python', ['python3', 'main.py']);
}

const consumerIn = (folder: string, language: string, command: readonly [string, string]): ExampleConsumer => ({
  language,
  run: (words) => run(command[0], [command[1], ...words], folder),
  remove: () => rmSync(folder, { recursive: true, force: true }),
});

/** Far from this repository, whose packages it would find too. Without what a build or an editor has left there. */
function copyOf(language: string): string {
  const folder = mkdtempSync(join(tmpdir(), `noroshi-example-${language}-`));
  const isOurs = (path: string) => !/\/(node_modules|dist|\.venv|__pycache__)$/.test(path);
  cpSync(join(examples, language), folder, { recursive: true, filter: isOurs });
  return folder;
}

function skip(language: string, folder: string, { err }: Ending): void {
  rmSync(folder, { recursive: true, force: true });
  const problem = err.trim().split('\n').at(-1) ?? 'it can not be installed';
  process.stdout.write(`\nTHE TESTS OF THE EXAMPLE CONSUMER IN ${language} ARE SKIPPED: ${problem}\n\n`);
}

async function run(command: string, words: readonly string[], cwd: string): Promise<Ending> {
  // Jest's own options are none of a program's.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(command, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const missing = once(child, 'error').then(([cause]) => ({ code: -1, out: '', err: `${command}: ${String(cause)}` }));
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(([out, err]) => ({
    code: child.exitCode ?? -1,
    out,
    err,
  }));
  return Promise.race([missing, ended]);
}
