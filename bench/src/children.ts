import { fork, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

const STOP_LIMIT_MS = 30_000;

/** What SIGKILL is sent to when a child does not drain: the child, or with it whatever it started. */
type Extent = 'alone' | 'group';
const running = new Map<ChildProcess, Extent>();
let ending = false;

/** The bench was told to end: nothing is started any more. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const refuseWhenEnding = (): void => {
  if (ending) throw new Interrupted('interrupted');
};

const track = (child: ChildProcess, extent: Extent): ChildProcess => {
  running.set(child, extent);
  child.once('exit', () => running.delete(child));
  return child;
};

export interface ForkOptions {
  /** Of Node itself. */
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export const forkChild = (
  script: URL,
  args: readonly string[] = [],
  { execArgv = [], env = {} }: ForkOptions = {},
): ChildProcess => {
  refuseWhenEnding();
  const options = { execArgv: [...execArgv], env: { ...process.env, ...env } };
  return track(fork(script, args, { ...options, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }), 'alone');
};

/** A process group of its own, so that whatever it would leave behind can be ended with it. */
export const spawnGroup = (command: string, args: readonly string[], options: SpawnOptions): ChildProcess => {
  refuseWhenEnding();
  return track(spawn(command, args, { ...options, detached: true }), 'group');
};

/** SIGTERM, and SIGKILL to what has not drained within half a minute. */
export const stopChild = async (child: ChildProcess): Promise<void> => {
  const extent = running.get(child);
  const { pid } = child;
  if (extent === undefined || pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => process.kill(extent === 'group' ? -pid : pid, 'SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(limit);
};

/** Stops everything and lets nothing start after it: what was being measured then fails and cleans up after itself. */
export const interrupt = async (): Promise<void> => {
  ending = true;
  await Promise.all([...running.keys()].map((child) => stopChild(child)));
};
