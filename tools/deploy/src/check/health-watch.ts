import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

interface HealthEvent {
  readonly status: string;
  readonly id: string;
  readonly timeNano: number;
}

/** Hears when containers are found well: docker itself remembers the last five looks at each of them, and no more. */
export class HealthWatch {
  readonly #events: ChildProcessByStdio<null, Readable, null>;
  readonly #wellAt = new Map<string, number>();

  /** @param project the name that compose knows */
  constructor(project: string) {
    const filters = [`label=com.docker.compose.project=${project}`, 'event=health_status'];
    const args = ['events', ...filters.flatMap((filter) => ['--filter', filter]), '--format', '{{json .}}'];
    this.#events = spawn('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface(this.#events.stdout).on('line', (line) => this.#hear(JSON.parse(line) as HealthEvent));
  }

  /** Milliseconds since 1970 of the first time; undefined: it never was, or nobody asks it. */
  wellAt(container: string): number | undefined {
    return this.#wellAt.get(container);
  }

  end(): void {
    this.#events.kill();
  }

  #hear({ status, id, timeNano }: HealthEvent): void {
    if (status === 'health_status: healthy' && !this.#wellAt.has(id)) this.#wellAt.set(id, timeNano / 1e6);
  }
}
