import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { openLog } from '../log-file.js';
import { freePort } from '../ports.js';
import type { MongoStandin } from './find.js';

const PROBE_MS = 50;

/** For a machine on which everything else runs too; what it writes of itself is of no use to anybody. */
const JVM = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dslf4j.internal.verbosity=ERROR'];

export interface MongoStandinFiles {
  readonly standin: MongoStandin;
  readonly storeDir: string;
  readonly logFile: string;
  /** Where the gateways will listen. */
  readonly takenPort: number;
}

/** The stand-in for MongoDB, with its data in one file. It keeps its port over its deaths, as `NatsProcess` does. */
export class MongoStandinProcess {
  private port = 0;
  private hasAnswered = false;

  constructor(private readonly files: MongoStandinFiles) {}

  /** As MONGO_URL has it. */
  get url(): string {
    return `mongodb://127.0.0.1:${this.port}/noroshi`;
  }

  async launch(): Promise<ChildProcess> {
    const { standin, storeDir, logFile, takenPort } = this.files;
    if (!this.hasAnswered) this.port = await freePort(takenPort);
    mkdirSync(storeDir, { recursive: true });
    const log = openLog(logFile);
    const args = [...JVM, '-cp', standin.classPath, 'MongoStandin', String(this.port), join(storeDir, 'data.mv')];
    const child = spawn(standin.java, args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    return child;
  }

  async answers(gone: AbortSignal): Promise<void> {
    while (!(await accepts(this.port))) {
      if (gone.aborted) return new Promise(() => undefined);
      await delay(PROBE_MS);
    }
    this.hasAnswered = true;
  }
}

/** It listens once it has read its file. */
const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
