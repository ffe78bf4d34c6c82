import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { openLog } from '../log-file.js';
import { runCommand } from '../nats-server/run-command.js';
import { freePort } from '../ports.js';
import type { KafkaPrograms } from './find.js';

const PROBE_MS = 100;

/** For a machine on which everything else runs too. */
const JVM = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC'];

export interface KafkaFiles {
  readonly programs: KafkaPrograms;
  /** Topics, and what the broker knows of itself. */
  readonly storeDir: string;
  readonly logFile: string;
  /** Where the gateways will listen. */
  readonly takenPort: number;
}

/** Kafka as one node, broker and controller, on 127.0.0.1. It keeps its ports over its deaths, as `NatsProcess` does. */
export class KafkaProcess {
  private ports: { readonly broker: number; readonly controller: number } | undefined;
  private hasAnswered = false;

  constructor(private readonly files: KafkaFiles) {}

  /** As KAFKA_BROKERS has them. */
  get brokers(): string {
    return `127.0.0.1:${this.ports?.broker ?? 0}`;
  }

  async launch(): Promise<ChildProcess> {
    const { programs, storeDir, logFile, takenPort } = this.files;
    if (!this.ports || !this.hasAnswered)
      this.ports = { broker: await freePort(takenPort), controller: await freePort(takenPort) };
    mkdirSync(storeDir, { recursive: true });
    const settings = join(storeDir, 'server.properties');
    writeFileSync(settings, propertiesOf(storeDir, this.ports));
    if (!existsSync(join(storeDir, 'data', 'meta.properties'))) await this.format(settings);
    const log = openLog(logFile);
    const child = spawn(programs.java, javaArgs(programs, 'kafka.Kafka', settings), {
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return child;
  }

  async answers(gone: AbortSignal): Promise<void> {
    while (!(await answersQuestion(this.ports?.broker ?? 0))) {
      if (gone.aborted) return new Promise(() => undefined);
      await delay(PROBE_MS);
    }
    this.hasAnswered = true;
  }

  private async format(settings: string): Promise<void> {
    const { programs } = this.files;
    const args = ['format', '--ignore-formatted', clusterIdOption(), '-c', settings];
    await runCommand(programs.java, javaArgs(programs, 'kafka.tools.StorageTool', ...args));
  }
}

/** In one word with its option: one id in 64 begins with a dash, and would be read as an option of its own. */
const clusterIdOption = (): string => `--cluster-id=${randomBytes(16).toString('base64url')}`;

const javaArgs = ({ jars }: KafkaPrograms, ...args: readonly string[]): string[] => [
  ...JVM,
  '-cp',
  join(jars, '*'),
  ...args,
];

/** One node: nothing can be copied to another one. Who writes says which topics there are. */
const propertiesOf = (storeDir: string, ports: { readonly broker: number; readonly controller: number }): string =>
  [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
    `listeners=PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${join(storeDir, 'data')}`,
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'log.cleaner.dedupe.buffer.size=8388608',
    '',
  ].join('\n');

/** ApiVersions, version 0, without a client id: what every broker answers, once it handles requests. */
const QUESTION = Buffer.from('0000000a0012000000000001ffff', 'hex');

const answersQuestion = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => socket.write(QUESTION));
    socket.once('data', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
