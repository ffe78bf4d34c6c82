import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { root } from '../root.js';

export interface ProjectOptions {
  /** Of the containers, volumes and networks: nothing of a project of another name is touched. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

interface RunOptions {
  /** Goes to the program's stdin. */
  readonly input?: string;
}

/** A program that failed, with what it said. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** The compose file of the repository, run under a name of its own. */
export class Project {
  readonly name: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor({ name, env }: ProjectOptions) {
    this.name = name;
    this.#env = env;
  }

  /** `docker compose …`. @throws Failed */
  compose(...args: readonly string[]): Promise<string> {
    return this.#run(['compose', '--project-name', this.name, '--file', 'docker-compose.yml', ...args]);
  }

  /** `docker …`. @throws Failed */
  docker(...args: readonly string[]): Promise<string> {
    return this.#run(args);
  }

  /** Runs a script with the Node of a service, in its container. @throws Failed */
  inside(service: string, script: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const given = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    const node = ['exec', '--no-TTY', ...given, service, 'node', '--input-type=module'];
    return this.#run(['compose', '--project-name', this.name, '--file', 'docker-compose.yml', ...node], {
      input: script,
    });
  }

  container(service: string): string {
    return `${this.name}-${service}-1`;
  }

  async #run(args: readonly string[], { input = '' }: RunOptions = {}): Promise<string> {
    const child = spawn('docker', args, { cwd: root, env: { ...process.env, ...this.#env } });
    // A program that ends without reading what it is given says why by itself.
    child.stdin.on('error', () => undefined).end(input);
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [[code], out, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    if (code === 0) return out.trim();
    throw new Failed(`docker ${args.slice(0, 8).join(' ')} …: ${complaint.trim().split('\n').slice(-15).join('\n')}`);
  }
}
