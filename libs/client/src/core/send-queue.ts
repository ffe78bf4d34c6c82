import type { ClientFrame } from '../wire/client-frame.js';

/** Frames that may be long go alone: a message as a whole has a largest size. */
const mayBeLong = (frame: ClientFrame): boolean => 'content' in frame || 'data' in frame || 'rooms' in frame;

/** What is said in one turn goes out as one message. */
export function sendQueue(send: (frames: readonly ClientFrame[]) => void) {
  let waiting: ClientFrame[] = [];
  const flush = (): void => {
    const frames = waiting;
    waiting = [];
    if (frames.length > 0) send(frames);
  };
  return {
    push(frame: ClientFrame): void {
      if (mayBeLong(frame)) {
        flush();
        send([frame]);
      } else if (waiting.push(frame) === 1) queueMicrotask(flush);
    },
    clear(): void {
      waiting = [];
    },
  };
}
