import type { Port } from './port.js';

interface End<In> {
  listener?: { message(message: In): void; ended(): void };
  waiting: In[];
  isEnded: boolean;
}

/** Two ends in one thread. Messages arrive later, as they do over any other port, so that nobody is called within a call. */
export function portPair<A, B>(): readonly [Port<A, B>, Port<B, A>] {
  const [left, right]: [End<A>, End<B>] = [
    { waiting: [], isEnded: false },
    { waiting: [], isEnded: false },
  ];
  return [portOf(left, right), portOf(right, left)];
}

function portOf<In, Out>(own: End<In>, other: End<Out>): Port<In, Out> {
  return {
    post: (message) => queueMicrotask(() => receive(other, message)),
    listen(listener) {
      own.listener = listener;
      for (const message of own.waiting.splice(0)) listener.message(message);
    },
    close() {
      own.isEnded = true;
      queueMicrotask(() => {
        if (!other.isEnded) other.listener?.ended();
        other.isEnded = true;
      });
    },
  };
}

function receive<T>(end: End<T>, message: T): void {
  if (end.isEnded) return;
  if (end.listener) end.listener.message(message);
  else end.waiting.push(message);
}
