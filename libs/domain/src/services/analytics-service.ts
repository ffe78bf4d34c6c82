import type { Alert, Severity } from '../dashboard/alert.js';
import type { Rollup } from '../windows/rollup.js';
import type { RollupRange } from '../windows/rollup-store.js';
import type { Answer } from './rooms-service.js';

/** Those who keep the dashboard's metrics and count what happens in rooms, as others call them. */
export interface AnalyticsRequests {
  /** Raises an alert that is none, so that somebody sees whether alerts arrive; it is resolved soon. */
  raiseTestAlert: (request: TestAlert) => Answer<{ readonly alert: Alert }>;
  /** Somebody sees to an alert that fires: told on every dashboard. Again: nothing changes. `not_found`: none such fires. */
  acknowledgeAlert: (request: {
    readonly alertId: string;
    readonly by: string;
  }) => { readonly ok: true; readonly alert: Alert } | { readonly ok: false; readonly code: 'not_found' };
  /** What is kept of a room's minutes. */
  rollups: (request: RollupRange) => Promise<Answer<{ readonly rollups: readonly Rollup[] }>>;
}

/** What is not given is said by the keeper. */
export interface TestAlert {
  readonly severity?: Severity;
  readonly title?: string;
  readonly message?: string;
}
