import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { eventually } from '@noroshi/testing';
import { withoutOurs } from './stack.js';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program as somebody runs it in a terminal: what it prints, and what is typed. */
export class Program {
  /** Lines, from both of its outputs, without colours: some programs colour also what no terminal shows (when `CI` is set). */
  readonly said: string[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor([command, ...words]: readonly [string, ...string[]], { cwd, env = {} }: ProgramOptions) {
    const all = { ...withoutOurs(process.env), ...env };
    const child = spawn(command, words, { cwd, env: all, stdio: 'pipe', detached: true });
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => this.said.push(stripVTControlCharacters(line)));
    // A command that is not there is told by its output, where it is looked for.
    child.on('error', (error) => this.said.push(String(error)));
    this.#process = child;
    this.#ended = once(child, 'close').catch(() => undefined);
  }

  /** Resolves with what the first line that matches has in the pattern's first group, or with the line. */
  async says(pattern: RegExp): Promise<string> {
    const match = (): RegExpExecArray | undefined =>
      this.said.map((line) => pattern.exec(line)).find((each) => each !== null);
    await eventually(() => match() !== undefined || this.#hasEnded, {
      reason: `a program says ${String(pattern)}`,
      timeoutMs: 40_000,
    });
    const found = match();
    if (!found) throw new Error(`It ended without saying ${String(pattern)}:\n${this.said.join('\n')}`);
    return found[1] ?? found[0];
  }

  type(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** As Ctrl+C in a terminal does: its whole process group, because `npm start` alone would leave what it has started. */
  async stop(): Promise<void> {
    if (this.#process.pid !== undefined && !this.#hasEnded) process.kill(-this.#process.pid, 'SIGINT');
    await this.#ended;
  }

  /** @throws Error with what it said, unless it ends well */
  async endsWell(): Promise<void> {
    await this.#ended;
    if (this.#process.exitCode !== 0) throw new Error(this.said.join('\n'));
  }

  get #hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }
}

/** A folder far from this repository, whose packages would be found too. */
export class ExampleFolder {
  private constructor(readonly path: string) {}

  static empty(): ExampleFolder {
    return new ExampleFolder(mkdtempSync(join(tmpdir(), 'noroshi-example-')));
  }

  /** With a copy of `examples/NAME`, without what a build or an editor has left there. */
  static copyOf(name: string): ExampleFolder {
    const folder = ExampleFolder.empty();
    const isOurs = (path: string): boolean => !/\/(node_modules|dist|__pycache__)$/.test(path);
    cpSync(join(examples, name), folder.path, { recursive: true, filter: isOurs });
    return folder;
  }

  run(command: readonly [string, ...string[]], env: Readonly<Record<string, string>> = {}): Program {
    return new Program(command, { cwd: this.path, env });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
