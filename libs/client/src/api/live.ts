/** A value that changes: read it, and hear of each change. The same value is the same object, so that nobody draws twice. */
export interface Live<T> {
  readonly current: T;
  /** Called after each change, never at once. @returns ends it */
  subscribe(listener: () => void): () => void;
}
