import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { lastLines } from './log-file.js';
import { readable } from './log-line.js';
import { StartFailed } from './start-failed.js';

export interface ChildOptions {
  readonly name: string;
  /** Starts the process; called again after each of its deaths. */
  readonly launch: () => Promise<ChildProcess>;
  /** Resolves when the process answers; `gone` is aborted when it ended before. */
  readonly answers: (process: ChildProcess, gone: AbortSignal) => Promise<void>;
  readonly runDir: string;
  readonly logFile: string;
  readonly say: (line: string) => void;
}

const FIRST_DELAY_MS = 150;
const MAX_DELAY_MS = 5_000;
/** Alive this long, a death counts as the first again. */
const STABLE_MS = 10_000;
/** Deaths in a row before it ever answered, after which the start has failed. */
const GIVE_UP_AFTER = 3;

/** One supervised process: started, started again when it dies, its id in `run/<name>.pid`. */
export class Child {
  readonly name: string;
  private process: ChildProcess | undefined;
  private readonly stopped = new AbortController();
  private readonly life: Promise<void>;
  private hasAnswered = false;
  private settleFirst!: { answered: () => void; failed: (error: unknown) => void };

  /** Resolves at the first answer; rejects with StartFailed when the process keeps dying before it. */
  readonly answered: Promise<void>;

  constructor(private readonly options: ChildOptions) {
    this.name = options.name;
    this.answered = new Promise((answered, failed) => (this.settleFirst = { answered, failed }));
    // Whoever awaits it sees the rejection; until then it is no unhandled one.
    this.answered.catch(() => undefined);
    this.life = this.live().catch((error: unknown) => this.settleFirst.failed(error));
  }

  get logFile(): string {
    return this.options.logFile;
  }

  /** SIGTERM, and SIGKILL to its process group when it has not ended by then. Resolves when it is gone. */
  async stop(graceMs: number): Promise<void> {
    this.stopped.abort();
    this.process?.kill('SIGTERM');
    const killer = setTimeout(() => {
      this.options.say(`${this.name} did not end within ${graceMs / 1000} s: killed`);
      this.kill();
    }, graceMs);
    await this.life;
    clearTimeout(killer);
  }

  private async live(): Promise<void> {
    let deaths = 0;
    while (!this.isStopped()) {
      const startedAt = performance.now();
      const how = await this.runOnce();
      if (this.isStopped()) return;
      deaths = performance.now() - startedAt > STABLE_MS ? 1 : deaths + 1;
      if (!this.hasAnswered && deaths >= GIVE_UP_AFTER) throw this.keepsDying(how);
      const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (deaths - 1));
      this.options.say(`${this.name} ended (${how}); starting it again in ${delayMs} ms`);
      await delay(delayMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  /** Tells how the process ended. */
  private async runOnce(): Promise<string> {
    const child = await this.options.launch();
    const gone = new AbortController();
    const ended = endOf(child);
    this.process = child;
    if (this.isStopped()) child.kill('SIGTERM');
    const pidFile = this.writePid(child);
    this.options.answers(child, gone.signal).then(
      () => this.onAnswer(),
      (error: unknown) => this.settleFirst.failed(error),
    );
    const how = await ended;
    gone.abort();
    this.process = undefined;
    rmSync(pidFile, { force: true });
    return how;
  }

  private onAnswer(): void {
    if (this.hasAnswered) this.options.say(`${this.name} is back`);
    this.hasAnswered = true;
    this.settleFirst.answered();
  }

  private writePid(child: ChildProcess): string {
    const file = join(this.options.runDir, `${this.name}.pid`);
    mkdirSync(this.options.runDir, { recursive: true });
    if (child.pid !== undefined) writeFileSync(file, `${child.pid}\n`);
    return file;
  }

  private keepsDying(how: string): StartFailed {
    return new StartFailed(
      `${this.name} cannot start (${how}): the reason is in ${this.logFile}, which ends with the lines below.`,
      lastLines(this.logFile, 12).map(readable),
    );
  }

  private kill(): void {
    const pid = this.process?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }
}

const endOf = async (child: ChildProcess): Promise<string> => {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal ?? `exit code ${code ?? 'unknown'}`;
  } catch (error) {
    return (error as Error).message;
  }
};
