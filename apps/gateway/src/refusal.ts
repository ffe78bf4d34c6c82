import { CommandContention, EventLogUnavailable, ServiceUnavailable } from '@noroshi/event-sourcing';
import { errors, type ErrorCode } from '@noroshi/protocol';

/** A refusal as an exception, for code that answers by returning. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: ErrorCode,
    message: string = errors[code].message,
  ) {
    super(message);
  }
}

/** What a failure means to the one who asked; `internal` is a bug, for the log. */
export function codeOf(cause: unknown): ErrorCode {
  if (cause instanceof Refused) return cause.code;
  if (cause instanceof EventLogUnavailable || cause instanceof ServiceUnavailable) return 'unavailable';
  return cause instanceof CommandContention ? 'unavailable' : 'internal';
}

/** Seconds; absent where trying again changes nothing. */
export const retryAfterOf = (code: ErrorCode): number | undefined => (errors[code].retry ? 1 : undefined);
