import { noWork } from './merge-reports.js';
import type { Work } from './process-report.js';

interface Second {
  at: number;
  requests: number;
  failures: number;
  microseconds: number;
}

const SECONDS = 60;

/** What one process did for clients within the last minute, in sixty places however much it is. */
export class LastMinute {
  readonly #seconds: Second[] = Array.from({ length: SECONDS }, () => ({ ...noWork, at: -Infinity }));

  /** @param now milliseconds by any clock that never goes back, the same one for all calls */
  done(now: number, { milliseconds, failed }: { readonly milliseconds: number; readonly failed: boolean }): void {
    const at = Math.floor(now / 1000);
    const second = this.#secondAt(at);
    second.requests += 1;
    second.failures += Number(failed);
    second.microseconds += Math.round(milliseconds * 1000);
  }

  work(now: number): Work {
    const at = Math.floor(now / 1000);
    const sum = { ...noWork } as { -readonly [K in keyof Work]: Work[K] };
    for (const second of this.#seconds) {
      if (second.at <= at - SECONDS) continue;
      sum.requests += second.requests;
      sum.failures += second.failures;
      sum.microseconds += second.microseconds;
    }
    return sum;
  }

  #secondAt(at: number): Second {
    const place = at % SECONDS;
    const known = this.#seconds[place];
    if (known?.at === at) return known;
    const begun: Second = { ...noWork, at };
    this.#seconds[place] = begun;
    return begun;
  }
}
