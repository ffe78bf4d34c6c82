import { runCommand } from './run-command.js';

/** 2.11: per-message TTL and consumer pause; what an older server does not know of a stream it ignores in silence. */
const OLDEST = { major: 2, minor: 11 };

/** What the installers fetch. */
export const PINNED_VERSION = '2.15.1';

export interface Version {
  readonly text: string;
  readonly isEnough: boolean;
}

/** Reads `nats-server: v2.15.1`, `2.10.27-1`, ...; undefined when there is no version in it. */
export const parseVersion = (text: string): Version | undefined => {
  const found = /(\d+)\.(\d+)\.(\d+)/.exec(text);
  if (!found) return undefined;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return { text: found[0], isEnough: major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor) };
};

/** Asks a nats-server itself; undefined when it cannot run here. */
export const versionOf = async (binary: string): Promise<Version | undefined> => {
  try {
    return parseVersion(await runCommand(binary, ['--version'], { timeoutMs: 10_000 }));
  } catch {
    return undefined;
  }
};
