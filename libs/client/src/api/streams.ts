/** Figures of the last second. Fractions are 0 to 1. */
export interface Metrics {
  readonly at: number;
  readonly activeUsers: number;
  readonly requestsPerMinute: number;
  readonly errorRate: number;
  /** Milliseconds. */
  readonly avgResponseTime: number;
  readonly systemLoad: number;
  readonly memoryUsage: number;
}

export interface Alert {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly message: string;
  readonly metric: string;
  readonly value: number;
  readonly threshold: number;
  readonly at: number;
  readonly state: 'firing' | 'resolved';
  /** The operator who sees to it: such an alert comes once more, under the same id. */
  readonly acknowledgedBy?: string;
  /** Milliseconds since 1970. */
  readonly acknowledgedAt?: number;
}

export interface SystemEvent {
  readonly id: string;
  readonly kind: string;
  readonly message: string;
  readonly roomId?: string;
  readonly gateway?: string;
  readonly at: number;
}

/** What is done in all rooms together: the fields of the server's `rooms` frame as they are. */
export interface RoomsActivity {
  readonly at: number;
  readonly [figure: string]: unknown;
}

export interface StreamItems {
  readonly metrics: Metrics;
  readonly alerts: Alert;
  readonly events: SystemEvent;
  readonly rooms: RoomsActivity;
}

export type StreamName = keyof StreamItems;

/** How the product is doing: for role `admin` (and guests while guests are on). */
export interface Streams {
  /**
   * First what the server still holds (the last five minutes), oldest first, then what comes; after a reconnect only what is
   * new. `refused` is told why there is nothing. Metrics that come faster than they are taken are conflated to the last one.
   */
  watch<S extends StreamName>(
    stream: S,
    listener: (items: readonly StreamItems[S][]) => void,
    refused?: (error: { readonly code: string; readonly message: string }) => void,
  ): () => void;
}
