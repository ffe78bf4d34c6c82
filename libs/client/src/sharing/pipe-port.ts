import type { Port } from '../ports/port.js';
import { whenOver } from './life.js';

/** What a `MessagePort` and a `BroadcastChannel` of two have in common. */
export interface Pipe {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

type Envelope<T> = { readonly message: T } | { readonly end: true };

/** A port over a pipe whose other end lives as long as `peer`. */
export function pipePort<In, Out>(pipe: Pipe, peer: string): Port<In, Out> {
  let listener: Parameters<Port<In, Out>['listen']>[0] | undefined;
  let isOver = false;
  const end = () => {
    isOver = true;
    unwatch();
    pipe.onmessage = null;
    pipe.close();
  };
  const ended = () => {
    if (isOver) return;
    end();
    listener?.ended();
  };
  const unwatch = whenOver(peer, ended);
  pipe.onmessage = ({ data }: MessageEvent<Envelope<In>>) => {
    if ('message' in data) listener?.message(data.message);
    else ended();
  };
  const post = (envelope: Envelope<Out>) => {
    if (!isOver) pipe.postMessage(envelope);
  };
  return {
    post: (message) => post({ message }),
    listen: (heard) => {
      listener = heard;
      if (isOver) queueMicrotask(() => heard.ended());
    },
    close: () => {
      post({ end: true });
      end();
    },
  };
}
