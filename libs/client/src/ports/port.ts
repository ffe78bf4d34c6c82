/**
 * The way between a tab's client and the core that holds the connection: in the same thread, a `MessagePort` of a SharedWorker, or a
 * BroadcastChannel to the tab that leads. Messages arrive whole and in order, or the port ends.
 */
export interface Port<In, Out> {
  post(message: Out): void;
  /** One listener. The tab says something first, and the core nothing before: both listen by then. */
  listen(listener: { message(message: In): void; ended(): void }): void;
  close(): void;
}
