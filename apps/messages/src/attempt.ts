import type { Outage } from '@noroshi/domain';
import { CommandContention, EventLogFull, EventLogUnavailable } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';

/** What is away is an answer. Anything else that goes wrong is a bug, and logged as one by the transport. */
export async function attempt<T>(
  logger: Pick<Logger, 'warn'>,
  work: () => Promise<T>,
): Promise<T | { readonly ok: false; readonly code: Outage }> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof EventLogUnavailable || cause instanceof CommandContention)) throw cause;
    logger.warn('a request could not be answered now', { cause });
    return { ok: false, code: cause instanceof EventLogFull ? 'log_full' : 'unavailable' };
  }
}
