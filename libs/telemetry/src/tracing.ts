/** Where something belongs in a trace, as the `traceparent` of W3C Trace Context writes it. Only of traces that are kept. */
export type TraceParent = string;

/** Of a log line. */
export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
}

/** One piece of work in a trace: one span. */
export interface Step {
  /** What is done, with few values: never a room's or a user's id. */
  readonly name: string;
  /** `server`: asked for by another process; `producer` and `consumer`: by way of the log. */
  readonly kind?: 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** Other traces that it is part of as well: of a batch. */
  readonly links?: readonly TraceParent[];
}

/**
 * Follows work from process to process. Where nothing is traced there is none of these at all, so that nobody pays for it:
 * whoever would trace asks first whether there is one.
 *
 * Each of the three runs the work at once and gives what it gives; the step ends with it, also when that is a promise, and is
 * marked as failed when it throws or rejects.
 */
export interface Tracing {
  /** Where work comes in from outside: begins a trace, which may turn out not to be kept. */
  begin<T>(step: Step, work: () => T): T;
  /** Within a trace that is kept; else it is only the work. */
  step<T>(step: Step, work: () => T): T;
  /** Goes on with a trace from elsewhere; without one it is only the work. */
  follow<T>(from: TraceParent | undefined, step: Step, work: () => T): T;
  /** To hand on with what is sent now; undefined outside of a trace that is kept. */
  current(): TraceParent | undefined;
  ids(): TraceIds | undefined;
  /** Sends what is not sent yet. Nothing is traced after that. */
  close(): Promise<void>;
}
