import type { Msg, MsgCallback } from '@nats-io/nats-core';

/**
 * A subscription that the server refuses is told to its callback, with an empty message. The connection's own status
 * tells it too, and is logged; here it would only break the reader.
 */
export const onMessage =
  (handle: (message: Msg) => void): MsgCallback<Msg> =>
  (refusal, message) => {
    if (!refusal) handle(message);
  };
