import type { ChildProcess } from 'node:child_process';

/** A server that the services use and that the stack runs for them, besides the nats-server. */
export interface BackingServer {
  readonly name: Exclude<ServerName, 'nats'>;
  launch(): Promise<ChildProcess>;
  /** Resolves when it takes clients; `gone` is aborted when it ended before. */
  answers(gone: AbortSignal): Promise<void>;
  /** What the services are told of it, once it answers. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * All that a stack may run as servers: they go last, because a drain needs them. Each has a folder in the data folder that
 * begins with its name, and names it in its command line.
 */
export const serverNames = ['nats', 'mongo', 'kafka'] as const;
export type ServerName = (typeof serverNames)[number];
