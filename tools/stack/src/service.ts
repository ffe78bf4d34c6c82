import { fork, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

import { openLog } from './log-file.js';

/** A service of ours: a Node program that speaks the child protocol (README of this folder). */
export interface Service {
  readonly name: string;
  readonly entry: string;
  /** Nobody waits for it: it gets the processor when those who deliver messages do not want it. */
  readonly background?: boolean;
}

export interface ServiceLaunch {
  readonly service: Service;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Detached: its own process group, so that a terminal's Ctrl-C reaches the supervisor alone, which drains in order. */
export const launchService = ({ service, env, logFile }: ServiceLaunch): ChildProcess => {
  const log = openLog(logFile);
  const child = fork(service.entry, [], {
    env: { ...env, SERVICE_NAME: service.name },
    execArgv: ['--enable-source-maps'],
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  if (service.background && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return child;
};

/** Resolves when the service says `{type: 'ready'}`. */
export const saysReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.on('message', (message: { type?: unknown } | null) => {
      if (message?.type === 'ready') resolve();
    });
  });
