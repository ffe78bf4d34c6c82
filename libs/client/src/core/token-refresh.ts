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
export function tokenRefresh({ clock, token, show }: Needs) {
  let end: (() => void) | undefined;
  let turn = 0;
  const stop = (): void => {
    turn += 1;
    end?.();
  };
  const renewAfter = (ms: number, former: string | undefined): void => {
    const mine = turn;
    const renew = async (): Promise<void> => {
      const answer = await token('expiring');
      if (mine !== turn) return;
      if (answer.kind === 'failed') renewAfter(AGAIN_MS, former);
      else if (answer.kind === 'token' && answer.token !== undefined && answer.token !== former) show(answer.token);
    };
    end = clock.after(ms, () => void renew());
  };
  /** @param expiresAt ISO 8601 */
  const begin = (expiresAt: string, former: string | undefined): void => {
    stop();
    const left = Date.parse(expiresAt) - clock.now();
    renewAfter(left - Math.min(LEAD_MS, left / 5), former);
  };
  return { begin, stop };
}
