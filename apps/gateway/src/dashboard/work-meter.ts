import { LastMinute, type Work } from '@noroshi/domain';
import { errors, type ErrorCode } from '@noroshi/protocol';
import type { RequestMoment } from '../transport/http-route.js';

const SERVER_ERROR = 500;
/** Where 503 is an answer and no failure: it is asked all the time while a gateway starts. */
const READINESS = '/readyz';

/** Kept waiting on purpose: how long that was says nothing. */
const LONG_POLL = '/api/v1/events';

/** Counts what this gateway does for clients, and how long that takes. Moments are those of `performance.now`. */
export class WorkMeter {
  readonly #minute = new LastMinute();

  /** A frame is done, or refused with this code. */
  frameDone(began: number, code?: ErrorCode): void {
    this.#done(began, code !== undefined && errors[code].status >= SERVER_ERROR);
  }

  /** An HTTP request was answered. */
  answered(status: number, { path, began }: RequestMoment): void {
    this.#done(path === LONG_POLL ? performance.now() : began, status >= SERVER_ERROR && path !== READINESS);
  }

  work(): Work {
    return this.#minute.work(performance.now());
  }

  #done(began: number, failed: boolean): void {
    const now = performance.now();
    this.#minute.done(now, { milliseconds: now - began, failed });
  }
}
