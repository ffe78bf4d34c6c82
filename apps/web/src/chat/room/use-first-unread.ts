import type { Room } from '@noroshi/client';
import { useLive, type Messages } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { firstOfLast } from '../log/rows.js';

export interface FirstUnread {
  /** Of its message; undefined: nothing was unread, or it is further back than what is loaded. */
  readonly key: string | undefined;
  /** How many were unread when the room was come into. */
  readonly count: number;
}

/** Where new things began when the room was come into: it stays there while they are read. */
export function useFirstUnread(room: Room, messages: Messages, userId: string): FirstUnread {
  const unread = useLive(room.unread);
  const [count, setCount] = useState<number>();
  const [key, setKey] = useState<string>();
  const isLoaded = messages.loading !== 'first';
  useEffect(() => {
    if (isLoaded && count === undefined) setCount(unread);
  }, [isLoaded, count, unread]);
  useEffect(() => {
    if (count && key === undefined) setKey(firstOfLast(messages.messages, count, userId));
  }, [count, key, messages.messages, userId]);
  return { key, count: count ?? 0 };
}
