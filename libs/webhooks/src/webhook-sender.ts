import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isPrivateHost, publicLookup } from './private-addresses.js';
import { retryAfterMs } from './retry-after.js';
import { signatureHeaders } from './signature.js';

export interface WebhookTarget {
  /** http or https. */
  readonly url: string;
  readonly secret: string;
  /** Milliseconds for one try, from its beginning to the end of the answer. */
  readonly timeoutMs: number;
  /** The target may be on this host or in its network. */
  readonly allowPrivate: boolean;
}

export interface Webhook {
  /** The same whenever this is sent again: the receiver knows it by that. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** What became of a try. `away`: nobody has answered, or somebody who said "later"; `refused`: the target answered no. */
export type Attempt =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'refused' | 'away';
      /** For people. Nothing of what the target said. */
      readonly reason: string;
      /** Of the answer, if there was one. */
      readonly status?: number;
      /** The target wants to be left alone for so long. */
      readonly retryAfterMs?: number;
    };

/** Answers of those who stand before a target that is not there, or that has enough to do. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

/** Sends signed webhooks to one target, each try by itself. No redirect is followed: a target could point anywhere with it. */
export class WebhookSender {
  private readonly url: URL;
  private readonly agent: HttpAgent;

  constructor(private readonly target: WebhookTarget) {
    this.url = new URL(target.url);
    this.agent = this.isTls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  }

  /** Never throws. `signal` ends the try, as if nobody had answered. */
  async attempt(webhook: Webhook, signal?: AbortSignal): Promise<Attempt> {
    const { allowPrivate, timeoutMs } = this.target;
    if (!allowPrivate && isPrivateHost(this.url.hostname)) return away('its address is private, which is not allowed');
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await this.post(webhook, signal ? AbortSignal.any([signal, timeout]) : timeout);
      return outcomeOf(answer);
    } catch (cause) {
      return away(timeout.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(cause));
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private get isTls(): boolean {
    return this.url.protocol === 'https:';
  }

  /** Settles when the answer has come to its end. */
  private post({ id, body }: Webhook, signal: AbortSignal): Promise<IncomingMessage> {
    const { secret, allowPrivate } = this.target;
    return new Promise((resolve, reject) => {
      const request = (this.isTls ? httpsRequest : httpRequest)(this.url, {
        method: 'POST',
        agent: this.agent,
        signal,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Noroshi',
          ...signatureHeaders(secret, { id, body, at: Date.now() }),
        },
        ...(allowPrivate ? {} : { lookup: publicLookup }),
      });
      request.on('error', reject);
      request.on('response', (answer) => {
        answer.on('error', reject);
        answer.on('close', () => (answer.complete ? resolve(answer) : reject(new Error('the answer was cut off'))));
        // What it says is of no interest, but unread it would keep the connection.
        answer.resume();
      });
      request.end(body);
    });
  }
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Attempt {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered' };
  const wait = retryAfterMs(headers['retry-after'], Date.now());
  return {
    kind: LATER.has(statusCode) ? 'away' : 'refused',
    reason: `answered ${statusCode}`,
    status: statusCode,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

const away = (reason: string): Attempt => ({ kind: 'away', reason });

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message || code || cause.name;
}
