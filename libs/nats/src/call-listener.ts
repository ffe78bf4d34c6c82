/**
 * Calls a listener from within a callback of nats.js, whose reader ends for good when a callback throws. A listener's
 * bug is thrown where nobody catches it instead, so that it stays as loud as it should be.
 */
export function callListener(call: () => void): void {
  try {
    call();
  } catch (cause) {
    queueMicrotask(() => {
      throw cause;
    });
  }
}
