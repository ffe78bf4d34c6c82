import { isAllowedOrigin } from '../sessions/origins.js';
import type { HttpAnswer } from './http-answer.js';

/** What a browser says of the page that asks, and whom it asks. */
export interface Asking {
  readonly origin: string | undefined;
  readonly host: string;
}

/** What a page may send to one address. */
export interface Sendable {
  /** In upper case. */
  readonly methods: readonly string[];
  readonly headers: readonly string[];
}

type Headers = Readonly<Record<string, string>>;

/** Beyond those that browsers show of any answer. */
const READABLE = ['Location', 'Retry-After'];

/** Seconds; a browser asks again for each address of its own. */
const ASKED_ONCE_IN = 600;

/**
 * What pages of other origins may send and read: those that may open a socket, by the same list. Others are told nothing, and
 * then browsers keep the answer from them. A page shows its token itself, so browsers need not send what they keep (cookies).
 */
export class CrossOrigin {
  readonly #allowed: readonly string[];

  /** Origins, exactly; none: the page of the very host that was asked. */
  constructor(allowed: readonly string[]) {
    this.#allowed = allowed;
  }

  /** Of every answer, whatever it is: a page can read refusals as well. */
  headers(asking: Asking): Headers {
    const { origin } = asking;
    // A cache must not give one page what was answered to another, nor to one what was answered to nobody's.
    if (origin === undefined || !isAllowedOrigin(asking, this.#allowed)) return { Vary: 'Origin' };
    return {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': READABLE.join(', '),
      Vary: 'Origin',
    };
  }

  /** The answer to `OPTIONS`, by which a browser finds out what it may send. */
  preflight(asking: Asking, { methods, headers }: Sendable): HttpAnswer {
    const { origin } = asking;
    const isOpen = origin !== undefined && isAllowedOrigin(asking, this.#allowed);
    const sendable = {
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': headers.join(', '),
      'Access-Control-Max-Age': String(ASKED_ONCE_IN),
    };
    const Allow = [...methods, 'OPTIONS'].join(', ');
    const told = { Allow, 'Cache-Control': 'no-store', ...this.headers(asking), ...(isOpen ? sendable : {}) };
    return { status: 204, headers: told, body: '' };
  }
}
