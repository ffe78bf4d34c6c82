import type { TokenAnswer } from './messages.js';
import type { Clock } from './clock.js';

interface Needs {
  readonly clock: Clock;
  readonly token: (reason: 'expiring') => Promise<TokenAnswer>;
  /** To be shown to the server on the connection that there is. */
  readonly show: (token: string) => void;
}

/** Before a token runs out: a minute, of short-lived ones a fifth of their life. */
const LEAD_MS = 60_000;
const AGAIN_MS = 5_000;

/** Has a fresh token shown in time, so that the connection goes on when the old one runs out. */
export class TokenRefresh {
  readonly #needs: Needs;
  #end: (() => void) | undefined;
  #turn = 0;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** @param expiresAt ISO 8601 */
  begin(expiresAt: string, token: string): void {
    this.stop();
    const turn = this.#turn;
    const left = Date.parse(expiresAt) - this.#needs.clock.now();
    this.#wait(left - Math.min(LEAD_MS, left / 5), () => this.#renew(turn, token));
  }

  stop(): void {
    this.#turn += 1;
    this.#end?.();
  }

  #wait(ms: number, run: () => Promise<void>): void {
    this.#end = this.#needs.clock.after(ms, () => void run());
  }

  async #renew(turn: number, former: string): Promise<void> {
    const answer = await this.#needs.token('expiring');
    if (turn !== this.#turn) return;
    if (answer.kind === 'failed') this.#wait(AGAIN_MS, () => this.#renew(turn, former));
    else if (answer.kind === 'token' && answer.token !== undefined && answer.token !== former)
      this.#needs.show(answer.token);
  }
}
