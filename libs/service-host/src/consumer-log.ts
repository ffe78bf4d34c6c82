import type { Logger } from '@noroshi/telemetry';

interface Buried {
  readonly lane: unknown;
  readonly position: number;
}

export interface ConsumerLog {
  onWaiting(cause: unknown): void;
  onBuried(recorded: Buried, burial: { readonly reason: string; readonly tries: number }): void;
  onRebuilt(): void;
}

/** What an operator reads of a projection or reactor. */
export const consumerLog = (consumer: string, logger: Pick<Logger, 'info' | 'warn' | 'error'>): ConsumerLog => ({
  onWaiting: (cause) => logger.warn('waiting for something that is away', { consumer, cause }),
  onBuried: ({ lane, position }, burial) =>
    logger.error('an event was put to the dead letters', { consumer, lane, position, ...burial }),
  onRebuilt: () => logger.info('a read model was built anew', { consumer }),
});
