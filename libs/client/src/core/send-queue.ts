import type { ClientFrame } from '../wire/client-frame.js';

/** Frames that may be long go alone: a message as a whole has a largest size. */
const mayBeLong = (frame: ClientFrame): boolean => 'content' in frame || 'data' in frame || 'rooms' in frame;

/** What is said in one turn goes out as one message. */
export class SendQueue {
  readonly #send: (frames: readonly ClientFrame[]) => void;
  #waiting: ClientFrame[] = [];

  constructor(send: (frames: readonly ClientFrame[]) => void) {
    this.#send = send;
  }

  push(frame: ClientFrame): void {
    if (mayBeLong(frame)) {
      this.#flush();
      this.#send([frame]);
      return;
    }
    this.#waiting.push(frame);
    if (this.#waiting.length === 1) queueMicrotask(() => this.#flush());
  }

  clear(): void {
    this.#waiting = [];
  }

  #flush(): void {
    const frames = this.#waiting;
    this.#waiting = [];
    if (frames.length > 0) this.#send(frames);
  }
}
