import { BackOff } from '../back-off.js';

/** Back-off that takes no time, and remembers which retries it was asked to wait for. */
export class NoPauses extends BackOff {
  readonly waits: number[] = [];

  override wait(retry: number): Promise<void> {
    this.waits.push(retry);
    // A turn of the event loop, so that what a test does meanwhile comes to pass.
    return new Promise((resolve) => setTimeout(resolve, 0));
  }
}
