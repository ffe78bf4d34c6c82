import type { StreamName } from '@noroshi/client';
import { useMemo } from 'react';
import { useClient } from './provider.js';
import { NOTHING_YET, StreamWindow, type StreamState } from './stream-window.js';
import { useLive } from './use-live.js';

export interface UseStreamOptions {
  /** How many items are held, 1 or more; older ones are let go of. By default 300, which is five minutes of metrics. */
  readonly keep?: number;
}

/**
 * The last items of a stream of the product's own figures, oldest first: what the server still holds (five minutes), then what
 * comes. `refused` says why there is nothing: it takes the role `admin`.
 *
 * Draws again for each delivery; the client conflates metrics that come faster than they are taken.
 */
export function useStream<S extends StreamName>(name: S, { keep = 300 }: UseStreamOptions = {}): StreamState<S> {
  const client = useClient();
  const window = useMemo(() => new StreamWindow(client, { name, keep }), [client, name, keep]);
  return useLive<StreamState<S>>(window, undefined, NOTHING_YET);
}
