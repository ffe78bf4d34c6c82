import type { Callers } from '../auth/callers.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler } from '../transport/http-route.js';

export interface LogEpochOptions {
  readonly callers: Callers;
  readonly epoch: string;
  /** @throws EventLogUnavailable */
  readonly renewEpoch: () => Promise<void>;
}

/** `POST /api/v1/log/epoch`, for operators alone: 202; the services, this gateway too, then start anew. */
export function logEpochRoute({ callers, epoch, renewEpoch }: LogEpochOptions): RestHandler {
  return async (request) => {
    await callers.administrator(request);
    await renewEpoch();
    return json({ former: epoch }, 202);
  };
}
