/** A refusal as the server tells it (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

export function problemOf(status: number, body: string, headers: Headers): Problem {
  const { code = String(status), detail = 'no reason was given' } = fieldsOf(body);
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return { status, code, detail, ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {}) };
}

function fieldsOf(body: string): { readonly code?: string; readonly detail?: string } {
  try {
    return JSON.parse(body) as { code?: string; detail?: string };
  } catch {
    return {};
  }
}

/** What to do about it, where that is not said by the refusal itself. */
const advice: Readonly<Record<string, string>> = {
  room_not_found:
    'noroshi rooms lists the public ones; noroshi send ROOM TEXT --open opens one; of a private one be a member, with --user',
  not_a_member: 'join it first: noroshi send ROOM TEXT --join, or be another user with --user',
  invalid_offset: 'it was given by another log; begin without one',
  log_full: 'make room as docs/operations.md says',
  user_required: 'an API key acts for somebody: say for whom with --user',
};

/** One sentence, with what to do. */
export function sentenceOf({ status, code, detail, retryAfter }: Problem, tokenSource: string): string {
  if (status === 401) return `The token (${tokenSource}) is not accepted: give one with --token.`;
  // No command does what only some members of a room may.
  if (code === 'forbidden') return notAdmin(tokenSource);
  const again = retryAfter === undefined ? undefined : `try again in ${retryAfter} s`;
  const next = advice[code] ?? again;
  return `Refused: ${detail.replace(/\.$/, '')} (${code})${next === undefined ? '' : `: ${next}`}.`;
}

const notAdmin = (tokenSource: string): string =>
  `The token (${tokenSource}) is not an administrator's: it needs the role admin.`;
