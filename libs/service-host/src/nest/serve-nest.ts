import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NatsOptions } from '@nestjs/microservices';
import type { Logger } from '@noroshi/telemetry';
import type { Operations } from '../operations/operations.js';
import { SharedNatsServer, type SharedConnection } from './shared-nats-server.js';
import { countAnswers, requestWatch } from './watched-requests.js';

export interface NestService {
  readonly module: DynamicModule;
  readonly connection: SharedConnection;
  /** Queue group, serializer and deserializer. */
  readonly transport: NonNullable<NatsOptions['options']>;
  readonly operations: Pick<Operations, 'metrics' | 'tracing'>;
  readonly logger: Logger;
}

export interface Serving {
  /** Takes no more requests; settles when those that have arrived are answered. The connection stays open. */
  stop(): Promise<void>;
}

/** Answers requests with a module's controllers. Settles when a request sent from now on is answered. */
export async function serveNest(service: NestService): Promise<Serving> {
  const { module, connection, transport, operations, logger } = service;
  const watch = requestWatch(operations);
  const strategy = new SharedNatsServer(connection, countAnswers(transport, operations.metrics), watch);
  const options = { strategy, logger: nestLogger(logger), abortOnError: false };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest documents them as a literal
  const app = await NestFactory.createMicroservice(module, options);
  await app.listen();
  await connection.flush();
  return { stop: () => app.close() };
}

/** Nest tells a lot about its own start: not news to an operator. */
const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug(String(message)),
  debug: (message: unknown) => logger.debug(String(message)),
  verbose: (message: unknown) => logger.debug(String(message)),
  warn: (message: unknown) => logger.warn(String(message)),
  error: (message: unknown, ...more: unknown[]) =>
    message instanceof Error
      ? logger.error('a request failed', { cause: message })
      : logger.error(String(message), more.length > 0 ? { more } : undefined),
});
