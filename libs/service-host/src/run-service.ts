import type { Logger } from '@noroshi/telemetry';

export interface Service {
  /** Milliseconds until its drain is given up, where it knows better than the process. */
  readonly drainTimeoutMs?: number;
  /** Stops taking work and finishes what is in hand. Called once. */
  drain(): Promise<void>;
  /** Settles with the reason when the service can't go on as it is. It is drained, and the process ends to be started anew. */
  readonly over?: Promise<string>;
}

export interface ServiceRun {
  readonly logger: Logger;
  /** Settles when the service is ready. An error that carries `problems: string[]` is told one line per problem. */
  readonly start: () => Promise<Service>;
  /** Milliseconds until a drain is given up; 20,000 unless given. */
  readonly drainTimeoutMs?: number;
}

/** Orchestrators kill after 30 s; what has not finished in 20 would not have finished then either. */
const DRAIN_TIMEOUT_MS = 20_000;

/** Tells the parent, if there is one that listens, that the service answers. */
export const READY = { type: 'ready' } as const;

/**
 * Runs a service as this process: starts it, sends `{type: 'ready'}` to the parent over IPC, drains it on SIGTERM, SIGINT
 * or when the parent goes away, and exits. The only place that ends a process.
 *
 * Exit code 0 after a drain; 1 when the start failed, an error was nobody's, the service was over, or the drain took too
 * long.
 */
export async function runService({ logger, start, drainTimeoutMs = DRAIN_TIMEOUT_MS }: ServiceRun): Promise<void> {
  dieOfUnhandledErrors(logger);
  const stop = stopRequest();
  const service = await Promise.race([start(), stop]).catch((cause: unknown) => giveUp(logger, cause));
  // Nobody was served yet, so nothing is in hand.
  if (typeof service === 'string') process.exit(0);
  tellReady();
  const wished = stop.then((reason) => ({ reason, code: 0 }));
  const forced = service.over?.then((reason) => ({ reason, code: 1 })) ?? wished;
  const { reason, code } = await Promise.race([wished, forced]);
  logger.info('draining', { reason });
  const limit = { logger, drainTimeoutMs: service.drainTimeoutMs ?? drainTimeoutMs };
  process.exit((await exitCode(service.drain(), limit)) || code);
}

/** After an error that nobody handled the state is unknown: a fresh process is safer, and the supervisor starts one. */
function dieOfUnhandledErrors(logger: Logger): void {
  const die = (cause: unknown) => {
    logger.fatal('unhandled error', { cause });
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}

const stopRequest = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    process.on('disconnect', () => resolve('the parent is gone'));
  });

const tellReady = (): void => {
  // The parent may go away in this very moment; its disconnect drains.
  process.send?.(READY, undefined, undefined, () => undefined);
};

function giveUp(logger: Logger, cause: unknown): never {
  for (const problem of problemsOf(cause)) logger.fatal(problem);
  process.exit(1);
}

const problemsOf = (cause: unknown): readonly string[] => {
  if (!(cause instanceof Error)) return [`could not start: ${String(cause)}`];
  const { problems } = cause as { problems?: unknown };
  return Array.isArray(problems) ? problems.map(String) : [`could not start: ${withCauses(cause)}`];
};

const withCauses = (error: Error): string =>
  error.cause instanceof Error ? `${error.message}: ${withCauses(error.cause)}` : error.message;

async function exitCode(
  drained: Promise<void>,
  { logger, drainTimeoutMs }: { readonly logger: Logger; readonly drainTimeoutMs: number },
): Promise<number> {
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`not drained within ${drainTimeoutMs} ms`)), drainTimeoutMs);
  });
  try {
    await Promise.race([drained, tooLate]);
    logger.info('drained');
    return 0;
  } catch (cause) {
    logger.error('drain failed', { cause });
    return 1;
  }
}
