import type { Identity } from '@noroshi/hub';
import type { ErrorCode } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import type { Attempt, WebhookSender } from '@noroshi/webhooks';

export interface ConnectHookOptions {
  readonly sender: Pick<WebhookSender, 'attempt'>;
  readonly newConnectionId: () => string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Who wants to come in. */
export interface Knock {
  readonly query: URLSearchParams;
  readonly address: string;
  readonly userAgent: string;
  readonly origin: string | undefined;
}

export type HookAnswer =
  | { readonly ok: true; readonly connectionId: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly retryAfter?: number };

/** No answer lets nobody in: a back end that wants to be asked wants to say no. */
const noAnswer = { ok: false, code: 'unavailable', retryAfter: 1 } as const;

/**
 * Asks a back end whether somebody may connect, before there is a connection; once, since somebody waits. The connection will
 * have the id that the back end is told.
 */
export class ConnectHook {
  readonly #options: ConnectHookOptions;
  #isAway = false;

  constructor(options: ConnectHookOptions) {
    this.#options = options;
  }

  async ask(knock: Knock, identity: Identity | undefined): Promise<HookAnswer> {
    const { sender, newConnectionId } = this.#options;
    const connectionId = newConnectionId();
    const attempt = await sender.attempt({
      id: `connect_${connectionId}`,
      body: JSON.stringify({
        type: 'ConnectRequested',
        timestamp: new Date().toISOString(),
        data: { connectionId, ...(identity ? { user: identity.user } : {}), ...told(knock) },
      }),
    });
    if (attempt.kind === 'delivered') return this.#heard({ ok: true, connectionId });
    if (attempt.status === 401) return this.#heard({ ok: false, code: 'unauthenticated' });
    if (attempt.status === 403) return this.#heard({ ok: false, code: 'forbidden' });
    return this.#unheard(attempt);
  }

  #heard(answer: HookAnswer): HookAnswer {
    if (this.#isAway) this.#options.logger.info('the hook that is asked who may connect answers again');
    this.#isAway = false;
    return answer;
  }

  /** Told once: everybody who wants to come in finds it out anew. */
  #unheard(attempt: Exclude<Attempt, { kind: 'delivered' }>): HookAnswer {
    if (!this.#isAway)
      this.#options.logger.warn('the hook that is asked who may connect says nothing: nobody is let in', {
        ...attempt,
      });
    this.#isAway = true;
    return noAnswer;
  }
}

/** Never the token, which would be the back end's to use. */
const told = ({ query, address, userAgent, origin }: Knock) => ({
  ...{ address, userAgent },
  ...(origin === undefined ? {} : { origin }),
  query: Object.fromEntries([...query].filter(([name]) => name !== 'token')),
});
