import { once } from 'node:events';
import type { WireName } from '../client/job.js';
import { forkChild, stopChild } from '../children.js';
import type { StartPeer } from './peer.js';

export interface ForkedPeer {
  /** Beside this file. */
  readonly script: string;
  readonly wire: WireName;
  /** Of Node itself. */
  readonly execArgv?: readonly string[];
}

export const forkedPeer =
  ({ script, wire, execArgv = [] }: ForkedPeer): StartPeer =>
  async ({ frameBytes }) => {
    const child = forkChild(new URL(`./${script}`, import.meta.url), [String(frameBytes)], { execArgv });
    const announced = once(child, 'message') as Promise<[{ port: number }]>;
    const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended before it listened`)));
    const [{ port }] = await Promise.race([announced, gone]);
    gone.catch(() => undefined);
    return {
      target: { host: '127.0.0.1', port, wire },
      pid: child.pid ?? 0,
      // What it has to say goes to stderr, which is the bench's own.
      lastWords: () => [],
      stop: () => stopChild(child),
    };
  };
