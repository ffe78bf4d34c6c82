import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import { spawnGroup, stopChild } from '../children.js';
import type { PeerOptions, RunningPeer, StartPeer } from './peer.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const READY = /^noroshi ready http:\/\/(.+):(\d+)$/;
/** Room for the members of the room and for whoever looks in while it runs. */
const SPARE_MEMBERS = 100;
const LAST_WORDS = 12;

// The run must not depend on what the shell happens to set.
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(NOROSHI_|NATS_URL$|MONGO_URL$|KAFKA_(BROKERS|SASL|TLS))/.test(name),
    ),
  );

/** Limits that would otherwise be what is measured are lifted; everything else is as a user starts it. */
const settings = (members: number): Record<string, string> => ({
  NOROSHI_DEFAULT_MAX_MEMBERS: String(members + SPARE_MEMBERS),
  NOROSHI_MESSAGE_RATE: '0',
  NOROSHI_GUEST_MESSAGE_RATE: '0',
  NOROSHI_MAX_CONNECTIONS_PER_USER: '0',
  NOROSHI_MAX_CONNECTIONS_PER_ADDRESS: '0',
  NOROSHI_NEW_SESSIONS_PER_SECOND: '100000',
});

/** Keeps reading what it says for as long as it lives, so that it is never held up by a full pipe. */
const listen = (child: ChildProcess) => {
  const words: string[] = [];
  const ready = new Promise<{ host: string; port: number }>((resolve, reject) => {
    const hear = (line: string): void => {
      words.push(line);
      if (words.length > LAST_WORDS) words.shift();
      const [, host, port] = READY.exec(line) ?? [];
      if (host !== undefined) resolve({ host, port: Number(port) });
    };
    for (const input of [child.stdout, child.stderr]) if (input) createInterface({ input }).on('line', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`noroshi did not start:\n${words.join('\n')}`)));
  });
  return { ready, words };
};

/** The product as `npm start` runs it, in a data directory of its own on the disk the product would use. */
export const startNoroshi: StartPeer = (options) => startNoroshiWith({})(options);

/** It too, of which a process can be killed: a name as in `DATA_DIR/run`. */
export interface RunningNoroshi extends RunningPeer {
  kill(name: string): void;
}

/** @param env settings on top of those of every run */
export const startNoroshiWith =
  (env: Readonly<Record<string, string>>) =>
  async (options: PeerOptions): Promise<RunningNoroshi> => {
    const { members } = options;
    await mkdir(join(ROOT, '.noroshi'), { recursive: true });
    const dataDir = await mkdtemp(join(ROOT, '.noroshi', 'bench-'));
    const secret = randomBytes(32).toString('hex');
    const child = spawnGroup(process.execPath, [join(ROOT, 'tools/stack/start.mjs')], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited(),
        ...settings(members),
        ...env,
        PORT: String(await freePort()),
        HOST: '127.0.0.1',
        NOROSHI_DATA_DIR: dataDir,
        NOROSHI_JWT_SECRET: secret,
      },
    });
    const stop = async (): Promise<void> => {
      await stopChild(child);
      await rm(dataDir, { recursive: true, force: true });
    };
    const { ready, words } = listen(child);
    try {
      const { host, port } = await ready;
      const kill = (name: string): void => {
        process.kill(Number(readFileSync(join(dataDir, 'run', `${name}.pid`), 'utf8')), 'SIGKILL');
      };
      return { target: { host, port, wire: 'rooms', secret }, pid: child.pid ?? 0, lastWords: () => words, stop, kill };
    } catch (error) {
      await stop();
      throw error;
    }
  };
