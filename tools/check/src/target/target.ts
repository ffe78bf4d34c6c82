import type { TokenOf } from './tokens.js';

/** The cluster that is checked. */
export interface Target {
  readonly url: string;
  readonly tokenOf: TokenOf;
  /** What can be harmed, by kind; nothing where we know of no way. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** The process that a target stands for right now: a leader is another one tomorrow. */
  resolve(target: string): Promise<string | undefined>;
  /** SIGKILL. False: it has no process right now. */
  kill(target: string): Promise<boolean>;
  /** Any other signal. False: it has no process right now. */
  signal(target: string, signal: NodeJS.Signals): Promise<boolean>;
  /** What does not run that should, in words; undefined when all does. */
  missing(): Promise<string | undefined>;
  /** Where the evidence is. */
  readonly dataDir?: string;
  stop(): Promise<void>;
  /** Removes what it stored; called after `stop`. */
  discard(): void;
}
