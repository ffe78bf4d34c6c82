import type { Outage as OutageCode } from '@noroshi/domain';
import { CommandContention, EventLogFull, Outage } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';

/** What is away is an answer. Anything else that goes wrong is a bug, and logged as one by the transport. */
export async function attempt<T>(
  logger: Pick<Logger, 'warn'>,
  work: () => Promise<T>,
): Promise<T | { readonly ok: false; readonly code: OutageCode }> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Outage || cause instanceof CommandContention)) throw cause;
    logger.warn('a request could not be answered now', { cause });
    return { ok: false, code: cause instanceof EventLogFull ? 'log_full' : 'unavailable' };
  }
}
