import { CommandContention, EventLogFull, Outage } from '@noroshi/event-sourcing';
import { errors, type ErrorCode } from '@noroshi/protocol';

/** A refusal as an exception, for code that answers by returning. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: ErrorCode,
    message: string = errors[code].message,
    /** What in the request it is about, if one thing. */
    readonly field?: string,
  ) {
    super(message);
  }
}

/** What a failure means to the one who asked; `internal` is a bug, for the log. */
export function codeOf(cause: unknown): ErrorCode {
  if (cause instanceof Refused) return cause.code;
  if (cause instanceof EventLogFull) return 'log_full';
  return cause instanceof Outage || cause instanceof CommandContention ? 'unavailable' : 'internal';
}

/** Room is made by people, not in a moment. */
const FULL_LOG_SECONDS = 10;

/** Seconds; absent where trying again changes nothing. */
export function retryAfterOf(code: ErrorCode): number | undefined {
  if (code === 'log_full') return FULL_LOG_SECONDS;
  return errors[code].retry ? 1 : undefined;
}
