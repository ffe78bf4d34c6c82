import type { Reason } from '../api/connection-state.js';

/** How a try, or a connection, came to its end. */
export interface End {
  readonly code: number;
  readonly reason: string;
  readonly retryAfterMs?: number;
}

/** What the end asks of a client (docs/errors.md). 401, 403: the handshake was answered so. Who showed no token has no other. */
export function afterEnd({ code }: End, hadToken: boolean): 'again' | 'fresh token' | 'never' {
  if (code === 401 || code === 4401) return hadToken ? 'fresh token' : 'never';
  return code === 403 || (code >= 4403 && code < 4500) ? 'never' : 'again';
}

/** The server answered, so another transport would be answered the same. */
export const isAnswer = ({ code }: End): boolean => code >= 400 && code < 600;

export const reasonOf = ({ code, reason }: End): Reason => ({
  code: code === 1006 ? 0 : code,
  text: reason || (code === 1006 ? 'The server can not be reached' : `The connection was closed (${code})`),
});
