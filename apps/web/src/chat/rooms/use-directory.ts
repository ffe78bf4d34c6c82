import { useClient, useConnection } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { asFields, list, number, text } from '../../json/fields.js';

export interface PublicRoom {
  readonly roomId: string;
  readonly name: string;
  readonly present: number;
}

const refreshMs = 30_000;

function publicRoom(value: unknown): PublicRoom[] {
  const fields = asFields(value);
  const roomId = fields && text(fields, 'roomId');
  if (!fields || !roomId) return [];
  return [{ roomId, name: text(fields, 'name') ?? roomId, present: number(fields, 'present') ?? 0 }];
}

/** The public rooms, most recently active first, read now and again while the page is looked at. */
export function useDirectory(): readonly PublicRoom[] {
  const { rest } = useClient();
  const { phase } = useConnection();
  const [rooms, setRooms] = useState<readonly PublicRoom[]>([]);
  useEffect(() => {
    if (phase !== 'connected') return;
    const left = new AbortController();
    const take = (body: unknown): void => {
      if (!left.signal.aborted) setRooms(list(asFields(body) ?? {}, 'items').flatMap(publicRoom));
    };
    const read = (): void => {
      // A list that is a little old is better than none.
      if (document.visibilityState === 'visible') rest.request('GET', '/rooms').then(take, () => undefined);
    };
    read();
    const timer = setInterval(read, refreshMs);
    document.addEventListener('visibilitychange', read, { signal: left.signal });
    return () => {
      left.abort();
      clearInterval(timer);
    };
  }, [rest, phase]);
  return rooms;
}
