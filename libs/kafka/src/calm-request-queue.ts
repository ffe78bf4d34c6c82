import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const { prototype } = RequestQueue;

/** As in the original. */
const CHECK_MS = 10;

/**
 * kafkajs 2.2.4 looks for requests that wait each millisecond, on every connection and for ever, also while none waits: 7 % of
 * a core for nothing. Here it looks only while one does.
 */
export function calmRequestQueues(): void {
  prototype.scheduleCheckPendingRequests = function scheduleWhilePending(this: typeof prototype) {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : CHECK_MS,
    );
  };
}
