import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { openLog } from './log-file.js';
import { freePort } from './ports.js';

const PROBE_MS = 50;

export interface NatsFiles {
  readonly binary: string;
  readonly storeDir: string;
  readonly logFile: string;
  /** Tells of each connection; never of what goes over it, which only its trace does. */
  readonly debug: boolean;
  /** Where the gateways will listen. */
  readonly takenPort: number;
}

/**
 * nats-server with JetStream on 127.0.0.1. Its port is chosen at the first start, again while it has never answered
 * (another program may take it in between), and stays from then on, so that clients find the server after its death.
 */
export class NatsProcess {
  private port = 0;
  private hasAnswered = false;

  constructor(private readonly files: NatsFiles) {}

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async launch(): Promise<ChildProcess> {
    const { binary, storeDir, logFile, debug, takenPort } = this.files;
    if (!this.hasAnswered) this.port = await freePort(takenPort);
    const log = openLog(logFile);
    const args = ['--addr', '127.0.0.1', '--port', String(this.port), '--jetstream', '--store_dir', storeDir];
    if (debug) args.push('--debug');
    const child = spawn(binary, args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    return child;
  }

  async answers(gone: AbortSignal): Promise<void> {
    while (!(await greets(this.port))) {
      if (gone.aborted) return new Promise(() => undefined);
      await delay(PROBE_MS);
    }
    this.hasAnswered = true;
  }
}

/** A nats-server greets with INFO once it takes clients, which is after it has recovered its streams. */
const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('data', (data) => answer(data.toString('latin1').startsWith('INFO ')));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
