import type { Target } from '../client/job.js';

export const PEER_NAMES = ['noroshi', 'uws', 'ws', 'socket.io'] as const;
export type PeerName = (typeof PEER_NAMES)[number];

export interface RunningPeer {
  readonly target: Target;
  /** Root of the process tree whose CPU time is the peer's. */
  readonly pid: number;
  /** What it said last, for whoever wonders why a run failed. */
  readonly lastWords: () => readonly string[];
  /** Resolves once all its processes are gone. */
  stop(): Promise<void>;
}

export interface PeerOptions {
  readonly members: number;
  readonly frameBytes: number;
}

/** Starts the peer in processes of its own; resolves when it accepts sockets, rejects with what to do when it cannot. */
export type StartPeer = (options: PeerOptions) => Promise<RunningPeer>;
