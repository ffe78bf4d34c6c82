import { CliError } from '../command.js';

/** A replay may read a whole room again. */
const TIMEOUT_MS = 20_000;

/** The answer, whatever it is. @throws CliError that says why there is none, and what to do */
export async function ask(address: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), ...init });
  } catch (cause) {
    throw new CliError(`${reasonOf(cause, address)}: ${adviceOf(cause)}.`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host can not be looked up now',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there',
};

/** Of the last cause that has one. */
export function codeOf(error: unknown): string | undefined {
  const { cause, code } = error as { cause?: unknown; code?: unknown };
  return (cause instanceof Error ? codeOf(cause) : undefined) ?? (typeof code === 'string' ? code : undefined);
}

/** What lies at the bottom of it. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermost(error.cause);
}

function reasonOf(cause: unknown, { origin }: URL): string {
  const isLate = cause instanceof Error && cause.name === 'TimeoutError';
  const code = codeOf(cause);
  const reason = isLate ? 'it does not answer in time' : (reasons[code ?? ''] ?? code ?? innermost(cause));
  return `Nobody answers at ${origin} (${reason})`;
}

const adviceOf = (cause: unknown): string =>
  codeOf(cause)?.startsWith('ERR_SSL') === true
    ? 'give an address with http:// to --url'
    : 'start Noroshi, or name another address with --url';
