import { join } from 'node:path';

import { SettingsError, type Settings } from '@noroshi/settings';

import { backingServers } from './full-stack.js';
import { lockDataDir } from './lock.js';
import { findNatsServer } from './nats-server/find.js';
import { assertPortIsFree } from './ports.js';
import { baseUrl } from './readiness.js';
import { secretOf } from './secret.js';
import type { Service } from './service.js';
import { StartFailed } from './start-failed.js';
import { readStartSettings, type StartSettings } from './start-settings.js';
import { runStack, type Stack } from './supervisor.js';
import { untilAborted } from './until-aborted.js';

/** Beyond the time in which a gateway sends its clients away: what it had in hand, and its own giving up. */
const GATEWAY_MARGIN_MS = 15_000;

export interface StackPrograms {
  readonly services: readonly Service[];
  /** The program of all gateways. */
  readonly gateway: string;
  /** Runs only where there are routing rules. */
  readonly router?: Service;
  /** Runs only where there are Kafka brokers. */
  readonly relay?: Service;
  readonly archive?: Service;
}

export interface StartOptions {
  /** The repository: relative data folders are in it, and so are fetched tools. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stop: AbortSignal;
  readonly programs?: StackPrograms;
  /** With a MongoDB and Kafka: the given ones, else such as can be had here. */
  readonly full?: boolean;
}

/** Runs a stack until `stop` is aborted; gives the exit code. Progress goes to stderr, the ready line to stdout. */
export const start = async (options: StartOptions): Promise<number> => {
  try {
    await startOrThrow(options);
    return 0;
  } catch (error) {
    tell(error);
    return 1;
  }
};

const startOrThrow = async (options: StartOptions): Promise<void> => {
  const { root, env: given, stop, programs = programsOf(root), full = false } = options;
  const { settings, env } = readStartSettings(given, root);
  const unlock = lockDataDir(settings.dataDir);
  try {
    await assertPortIsFree(settings.host, settings.port);
    const nats = await Promise.race([natsOf(settings, root, given), untilAborted(stop)]);
    if (!nats) return;
    const around = { settings, toolsDir: join(root, '.noroshi'), env: given, say };
    const servers = full ? await Promise.race([backingServers(around), untilAborted(stop)]) : [];
    if (!servers) return;
    const stack: Stack = {
      dataDir: settings.dataDir,
      nats,
      servers,
      services: servicesOf(settings, { ...programs, hasKafka: full || settings.kafkaBrokers !== undefined }),
      gateways: gatewaysOf(settings, programs.gateway),
      address: settings,
      gatewayGraceMs: settings.drainTime * 1000 + GATEWAY_MARGIN_MS,
      env: { ...env, NOROSHI_JWT_SECRET: settings.jwtSecret ?? secretOf(settings.dataDir) },
      say,
    };
    await runStack(stack, stop, () => process.stdout.write(`noroshi ready ${baseUrl(settings)}\n`));
  } finally {
    unlock();
  }
};

const programsOf = (root: string): StackPrograms => {
  const entry = (app: string, file = 'main') => join(root, 'apps', app, 'dist', `${file}.js`);
  return {
    services: [
      { name: 'rooms', entry: entry('rooms') },
      { name: 'messages', entry: entry('messages'), background: true },
      { name: 'analytics-metrics', entry: entry('analytics', 'metrics'), background: true },
    ],
    gateway: entry('gateway'),
    router: { name: 'router', entry: entry('router'), background: true },
    relay: { name: 'analytics-relay', entry: entry('analytics', 'relay'), background: true },
    archive: { name: 'analytics-archive', entry: entry('analytics', 'archive'), background: true },
  };
};

const servicesOf = (
  settings: Settings,
  { services, router, relay, archive, hasKafka }: StackPrograms & { readonly hasKafka: boolean },
): readonly Service[] => [
  ...services,
  ...(settings.routes && router ? [router] : []),
  ...(hasKafka && relay ? [relay] : []),
  ...(hasKafka && settings.archiveBucket && archive ? [archive] : []),
];

const gatewaysOf = ({ gateways }: Settings, entry: string): Service[] =>
  Array.from({ length: gateways }, (_, index) => ({ name: `gateway-${index + 1}`, entry }));

const natsOf = async (
  { natsUrl, logLevel }: StartSettings['settings'],
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<Stack['nats']> =>
  natsUrl === undefined
    ? {
        binary: await findNatsServer({ binDir: join(root, '.noroshi/bin'), env, say }),
        debug: logLevel === 'debug',
      }
    : { url: natsUrl };

const say = (line: string): void => void process.stderr.write(`noroshi: ${line}\n`);

const tell = (error: unknown): void => {
  if (error instanceof SettingsError) error.problems.forEach(say);
  else if (error instanceof StartFailed) [error.message, ...error.details.map((line) => `  ${line}`)].forEach(say);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
};
