import { runProgram, type RunOptions } from './run-program.js';

export interface ProjectOptions {
  /** Of the containers, volumes and networks: nothing of a project of another name is touched. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
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

  #run(args: readonly string[], options: Pick<RunOptions, 'input'> = {}): Promise<string> {
    return runProgram('docker', args, { ...options, env: this.#env });
  }
}
