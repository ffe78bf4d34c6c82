import { useEffect, useState } from 'react';
import { refusalOf, type Refusal } from '../refusals/refusal.js';
import type { OperatorApi, TailFrame } from './operator-api.js';
import { withFrames } from './tail.js';

export interface Tail {
  readonly lines: readonly TailFrame[];
  /** It is over: the server does not let one listen, or can not be asked. */
  readonly error: Refusal | undefined;
}

const NOTHING: Tail = { lines: [], error: undefined };

/** What was said in a room and is said next, for as long as it is shown. Undefined: in no room. */
export function useTail(api: OperatorApi, roomId: string | undefined): Tail {
  const [tail, setTail] = useState(NOTHING);
  useEffect(() => {
    setTail(NOTHING);
    if (roomId === undefined) return;
    let isOver = false;
    const add = (frames: readonly TailFrame[]): void => {
      if (!isOver) setTail(({ lines }) => ({ lines: withFrames(lines, frames), error: undefined }));
    };
    const listen = async (): Promise<void> => {
      // The cursor first: what is said meanwhile comes twice rather than never.
      let { cursor } = await api.poll(roomId, undefined);
      add((await api.recent(roomId)).items);
      while (!isOver) {
        const page = await api.poll(roomId, cursor);
        cursor = page.cursor;
        add(page.items);
      }
    };
    listen().catch((cause: unknown) => {
      if (!isOver) setTail(({ lines }) => ({ lines, error: refusalOf(cause) }));
    });
    return () => {
      isOver = true;
    };
  }, [api, roomId]);
  return tail;
}
