import { keyOf, type Message, type Room } from '@noroshi/client';
import { useLive, type Messages } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { findFirstUnread, firstUnread, type Counted } from '../log/first-unread.js';

export interface FirstUnread {
  /** Of its message; undefined: nothing was unread, or it is further back than what is loaded. */
  readonly key: string | undefined;
  /** How many were unread when the room was come into. */
  readonly count: number;
  /** Its offset, however far back it is. @throws NoroshiError: the history can't be had */
  readonly find: () => Promise<string | undefined>;
}

/** Where new things began when the room was come into: it stays there while they are read. */
export function useFirstUnread(room: Room, messages: Messages, userId: string): FirstUnread {
  const unread = useLive(room.unread);
  const [counted, setCounted] = useState<Counted>();
  const [first, setFirst] = useState<Message>();
  const isLoaded = messages.loading !== 'first';
  useEffect(() => {
    if (!isLoaded || counted) return;
    const last = messages.messages.findLast(({ status }) => status === 'stored');
    setCounted({ count: unread, upTo: last?.offset, userId });
  }, [isLoaded, counted, messages.messages, unread, userId]);
  useEffect(() => {
    if (counted && !first) setFirst(firstUnread(messages.messages, counted));
  }, [counted, first, messages.messages]);
  const find = async (): Promise<string | undefined> => {
    const found = first ?? (counted && (await findFirstUnread(room, counted)));
    setFirst(found);
    return found?.offset;
  };
  return { key: first && keyOf(first), count: counted?.count ?? 0, find };
}
