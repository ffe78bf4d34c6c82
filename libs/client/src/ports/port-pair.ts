import type { Port } from './port.js';

interface End<In> {
  /** Until it has ended. */
  listener?: Parameters<Port<In, never>['listen']>[0] | undefined;
}

/** Two ends in one thread. Messages arrive later, as they do over any other port, so that nobody is called within a call. */
export function portPair<A, B>(): readonly [Port<A, B>, Port<B, A>] {
  const [left, right]: [End<A>, End<B>] = [{}, {}];
  return [portOf(left, right), portOf(right, left)];
}

const portOf = <In, Out>(own: End<In>, other: End<Out>): Port<In, Out> => ({
  post: (message) => queueMicrotask(() => other.listener?.message(message)),
  listen: (listener) => void (own.listener = listener),
  close() {
    own.listener = undefined;
    queueMicrotask(() => {
      other.listener?.ended();
      other.listener = undefined;
    });
  },
});
