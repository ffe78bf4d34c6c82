import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePorts } from './free-port.js';
import { kafkaPrograms, type KafkaPrograms } from './kafka-classpath.js';
import {
  scramOptions,
  securedListeners,
  securedProtocols,
  securityProperties,
  type KafkaSecurity,
  type SecuredPorts,
} from './kafka-security.js';

export interface KafkaBrokerOptions {
  /** Chosen with `freePort` beforehand, by those who need to know it earlier; a free one unless given. */
  readonly port?: number;
  /** Of 127.0.0.1, where clients are told to find it: a proxy's. Its own unless given. */
  readonly advertisedPort?: number;
  /** Two more doors, beside the one without TLS and password. */
  readonly security?: KafkaSecurity;
}

/** A real Kafka of one node on 127.0.0.1: broker and controller. It does not outlive the process that started it. */
export interface KafkaBroker {
  /** As clients are told: `host:port`. */
  readonly brokers: readonly string[];
  readonly port: number;
  /** Its doors with TLS, where it has them. */
  readonly secured: { readonly password: readonly string[]; readonly certificate: readonly string[] };
  /** Of the process that runs now: another one after `restart`. */
  readonly pid: number;
  /** Sends the signal (SIGKILL unless given) and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Lets a user in by SCRAM with this password from now on. */
  setPassword(user: string, password: string): Promise<void>;
  /** Starts it again on the same port and data; ends it before, if it still runs. Resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its data. May be called twice. */
  stop(): Promise<void>;
}

/** Why no test can have a broker here; undefined: they can. For `describe.skip`, with a line that says so aloud. */
export function whyNoKafka(): string | undefined {
  const found = kafkaPrograms();
  const problem = 'problem' in found ? found.problem : undefined;
  if (problem !== undefined) process.stderr.write(`\nTHE TESTS WITH KAFKA ARE SKIPPED: ${problem}.\n\n`);
  return problem;
}

/** Small, because tests run several of them beside each other, and quickly there. */
const JVM = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];
const PROBE_MS = 50;
/** Characters. */
const LAST_WORDS = 4_000;

/** @throws Error with its own last words when it ends before it answers, or when there is none to be had. */
export async function startKafkaBroker(options: KafkaBrokerOptions = {}): Promise<KafkaBroker> {
  const programs = kafkaPrograms();
  if ('problem' in programs) throw new Error(`No Kafka for the tests: ${programs.problem}. Run \`npm test\` once.`);
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-kafka-'));
  const place = { folder, settings: join(folder, 'server.properties') };
  await mkdir(join(folder, 'data'));
  const { broker: first, ...address } = await begin(programs, place, options).catch(async (cause: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  });
  const { port, advertisedPort, secured } = address;
  let broker = first;
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => end(broker, signal);
  return {
    brokers: [`127.0.0.1:${advertisedPort}`],
    port,
    secured: {
      password: [`127.0.0.1:${secured.password}`],
      certificate: [`127.0.0.1:${secured.certificate}`],
    },
    get pid() {
      return broker.pid as number;
    },
    kill,
    setPassword: async (user, password) => {
      const [server, entity] = [
        `--bootstrap-server=127.0.0.1:${port}`,
        ['--entity-type=users', `--entity-name=${user}`],
      ];
      const config = ['--alter', `--add-config=SCRAM-SHA-512=[password=${password}]`];
      await runJava(programs, ['kafka.admin.ConfigCommand', server, ...entity, ...config]);
    },
    restart: async () => {
      await kill('SIGTERM');
      broker = await launchBroker(programs, { settings: place.settings, port });
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody else may take a port once it was found to be free; a broker that can't have its own ends, and does not say why. */
const MOST_TRIES = 3;

interface Files {
  readonly folder: string;
  readonly settings: string;
}

async function begin(programs: KafkaPrograms, files: Files, options: KafkaBrokerOptions) {
  const { settings } = files;
  await chooseAddress(files, options);
  // In one word with its option: one id in 64 begins with a dash, and would be read as an option of its own.
  const clusterId = `--cluster-id=${randomBytes(16).toString('base64url')}`;
  const users = options.security ? scramOptions(options.security) : [];
  await runJava(programs, ['kafka.tools.StorageTool', 'format', clusterId, '-c', settings, ...users]);
  for (let tries = 1; ; tries += 1) {
    const address = await chooseAddress(files, options);
    try {
      return { broker: await launchBroker(programs, { settings, port: address.port }), ...address };
    } catch (cause) {
      if (tries === MOST_TRIES) throw cause;
    }
  }
}

async function chooseAddress({ folder, settings }: Files, options: KafkaBrokerOptions) {
  const [free = 0, controllerPort = 0, password = 0, certificate = 0] = await freePorts(4);
  const port = options.port ?? free;
  const advertisedPort = options.advertisedPort ?? port;
  const secured = { password, certificate };
  const { security } = options;
  await writeFile(settings, propertiesOf({ port, controllerPort, advertisedPort, folder, secured, security }));
  return { port, advertisedPort, secured };
}

interface Place {
  readonly port: number;
  readonly controllerPort: number;
  readonly advertisedPort: number;
  readonly folder: string;
  readonly secured: SecuredPorts;
  readonly security: KafkaSecurity | undefined;
}

const propertiesOf = ({ port, controllerPort, advertisedPort, folder, secured, security }: Place): string =>
  [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${security ? securedListeners(secured) : ''}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${advertisedPort}${security ? securedListeners(secured) : ''}`,
    'controller.listener.names=CONTROLLER',
    `listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${security ? securedProtocols : ''}`,
    ...(security ? securityProperties(security) : []),
    `log.dirs=${join(folder, 'data')}`,
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=2',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    // A killed one is let in again when its former life is over, after nine seconds otherwise.
    'broker.session.timeout.ms=3000',
    'broker.heartbeat.interval.ms=500',
    'log.cleaner.dedupe.buffer.size=4194304',
    'num.network.threads=2',
    'num.io.threads=2',
    'background.threads=2',
    '',
  ].join('\n');

const javaArgs = ({ jars }: KafkaPrograms, args: readonly string[]): string[] => [
  ...JVM,
  '-cp',
  join(jars, '*'),
  ...args,
];

const runJava = (programs: KafkaPrograms, args: readonly string[]) =>
  promisify(execFile)(programs.java, javaArgs(programs, args));

async function launchBroker(
  programs: KafkaPrograms,
  { settings, port }: { readonly settings: string; readonly port: number },
): Promise<ChildProcess> {
  const child = spawn(programs.java, javaArgs(programs, ['kafka.Kafka', settings]), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn');
  guard(child);
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-LAST_WORDS)));
  while (!(await answersKafka(port))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Kafka ended before it answered:\n${said}`);
    await delay(PROBE_MS);
  }
  return child;
}

/** ApiVersions, version 0, without a client id: what every broker answers, once it handles requests. */
const QUESTION = Buffer.from('0000000a0012000000000001ffff', 'hex');

const answersKafka = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => socket.write(QUESTION));
    socket.once('data', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });

/** A test runner that is killed can not stop its servers: this shell sees its end of the pipe close and does it. */
function guard(child: ChildProcess): void {
  const script = `read _; kill -9 ${child.pid}`;
  const shell = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  child.once('exit', () => shell.kill('SIGKILL'));
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
