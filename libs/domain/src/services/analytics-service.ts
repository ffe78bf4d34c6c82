import type { Alert, Severity } from '../dashboard/alert.js';
import type { Answer } from './rooms-service.js';

/** The keeper of the dashboard's metrics as others call it. */
export interface AnalyticsRequests {
  /** Raises an alert that is none, so that somebody sees whether alerts arrive; it is resolved soon. */
  raiseTestAlert: (request: TestAlert) => Answer<{ readonly alert: Alert }>;
}

/** What is not given is said by the keeper. */
export interface TestAlert {
  readonly severity?: Severity;
  readonly title?: string;
  readonly message?: string;
}
