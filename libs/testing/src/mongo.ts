import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const tools = fileURLToPath(new URL('../../../.noroshi', import.meta.url));

/** What speaks MongoDB's protocol on this machine. */
export interface MongoServer {
  readonly url: string;
  /** A MongoDB that somebody runs, and not the stand-in: it removes what is too old, finds words, and is not to be killed. */
  readonly isReal: boolean;
  /** Ends what was started for the test. */
  stop(): Promise<void>;
}

/** The stand-in, as a process of the test's own. */
export interface MongoStandinServer extends MongoServer {
  readonly port: number;
  readonly pid: number;
  /** Sends the signal (SIGKILL unless given) and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port, with what its file has. */
  restart(): Promise<void>;
}

export interface MongoStandinOptions {
  /** Keeps the data; without one they are gone with the process. */
  readonly file?: string;
}

/** A MongoDB for tests that somebody runs: they make databases of their own there, and remove them. */
const given = process.env['MONGO_URL_FOR_TESTS'];

/** The class path of the stand-in: MONGO_STANDIN, else what `npm test` or `npm run start:full` have built before. */
const classPath = process.env['MONGO_STANDIN'] || builtBefore();

/** Why no test can start the stand-in here; undefined: they can. */
export const whyNoMongoStandin: string | undefined = classPath
  ? undefined
  : (process.env['MONGO_TESTS_SKIPPED'] ?? 'no stand-in for MongoDB was built: run `npm test` once');

/** Why nothing can be tested with MongoDB here; undefined: something can. */
export const whyNoMongo: string | undefined = given ? undefined : whyNoMongoStandin;

/** MONGO_URL_FOR_TESTS if given, else a stand-in that forgets. @throws Error where `whyNoMongo` says why */
export const startMongo = (): Promise<MongoServer> =>
  given ? Promise.resolve({ url: given, isReal: true, stop: () => Promise.resolve() }) : startMongoStandin();

/** @throws Error where `whyNoMongoStandin` says why */
export async function startMongoStandin({ file }: MongoStandinOptions = {}): Promise<MongoStandinServer> {
  let running = await launch(0, file);
  const { port } = running;
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => end(running.child, signal);
  return {
    ...{ url: `mongodb://127.0.0.1:${port}`, isReal: false, port, kill },
    get pid() {
      return running.child.pid ?? 0;
    },
    restart: async () => {
      await kill('SIGTERM');
      running = await launch(port, file);
    },
    stop: () => kill('SIGKILL'),
  };
}

function builtBefore(): string | undefined {
  if (!existsSync(tools)) return undefined;
  const folder = readdirSync(tools).find((name) => name.startsWith('mongo-standin-'));
  return folder && [join(tools, folder, 'jars', '*'), join(tools, folder, 'classes')].join(delimiter);
}

async function launch(port: number, file?: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  if (!classPath) throw new Error(whyNoMongoStandin);
  const jvm = ['-Xmx1g', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dslf4j.internal.verbosity=ERROR'];
  const args = [...jvm, '-cp', classPath, 'MongoStandin', String(port), ...(file === undefined ? [] : [file])];
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child, 'spawn');
  guard(child);
  return { child, port: await readyOn(child) };
}

const readyOn = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      const port = Number(/^ready (\d+)$/.exec(line)?.[1]);
      if (port > 0) resolve(port);
    });
    lines.once('close', () => reject(new Error('the stand-in for MongoDB ended before it was ready')));
  });

/** A test runner that is killed cannot stop its servers: this shell sees its end of the pipe close and does it. */
const guard = (child: ChildProcess): void => {
  const shell = spawn('sh', ['-c', `read _; kill -9 ${child.pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  child.once('exit', () => shell.kill('SIGKILL'));
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};
