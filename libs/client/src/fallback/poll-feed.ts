import type { ServerFrame } from '../wire/server-frame.js';
import { roomsParameter, type OpenFeed } from './feed.js';
import { HttpProblem, type HttpCaller } from './http-caller.js';

export interface Polled {
  readonly items: readonly ServerFrame[];
  readonly cursor: string;
  readonly refused?: readonly { readonly roomId: string; readonly code: string }[];
}

/** Half of what proxies usually wait for an answer. */
const WAIT_S = 25;

interface Poll {
  readonly rooms: readonly string[];
  readonly cursor?: string;
  /** Until something happens, also what is kept nowhere. */
  readonly waitS?: number;
  readonly signal?: AbortSignal;
}

/** What was said since the cursor; without one nothing yet, and the cursor of now. @throws HttpProblem, HttpLost */
export async function pollOnce(caller: HttpCaller, { rooms, cursor, waitS = 0, signal }: Poll): Promise<Polled> {
  const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  const path = `/events?${roomsParameter(rooms)}${from}&wait=${waitS}&limit=100&passing=${waitS > 0}`;
  try {
    return await caller.call<Polled>({ path, waitMs: waitS * 1000, ...(signal && { signal }) });
  } catch (error) {
    // Where no room admits, that is the answer.
    if (!(error instanceof HttpProblem) || !NOT_ADMITTED.includes(error.status)) throw error;
    const { code } = error;
    return { items: [], cursor: cursor ?? '', refused: rooms.map((roomId) => ({ roomId, code })) };
  }
}

const NOT_ADMITTED = [403, 404, 410];

/** `GET /api/v1/events`, again and again, for networks that let nothing else through. */
export const openPoll: OpenFeed = (caller, wish, listener) => {
  const over = new AbortController();
  const poll = async () => {
    let { rooms, cursor } = wish;
    while (rooms.length > 0) {
      const polled = await pollOnce(caller, { rooms, cursor, waitS: WAIT_S, signal: over.signal });
      // The next one to listen asks from the cursor that was told last, so that nothing is told twice.
      if (over.signal.aborted) return;
      const { items, refused = [] } = polled;
      cursor = polled.cursor;
      rooms = rooms.filter((roomId) => refused.every((refusal) => refusal.roomId !== roomId));
      listener.told([...items, ...refused.map(leftRoom)], cursor);
    }
  };
  poll().catch((error: unknown) => {
    if (!over.signal.aborted) listener.failed(error);
  });
  return { close: () => over.abort() };
};

export const leftRoom = (refusal: { readonly roomId: string; readonly code: string }): ServerFrame => ({
  type: 'leftRoom',
  ...refusal,
  timestamp: new Date().toISOString(),
});
