import { keyOf, type Client, type Message, type Room } from '@noroshi/client';
import { useMemo } from 'react';
import type { MessageDeeds } from '../message/message-deeds.js';

interface Options {
  readonly client: Client;
  readonly room: Room;
  readonly tell: (work: Promise<unknown>) => void;
  readonly onReply: (message: Message) => void;
  readonly onEditing: (key: string | undefined) => void;
  readonly onJump: (messageId: string) => void;
}

/** All callbacks must stay the same over renders. */
export function useDeeds({ client, room, tell, onReply, onEditing, onJump }: Options): MessageDeeds {
  return useMemo(() => {
    const about = (message: Message, work: (messageId: string) => Promise<unknown>): void => {
      if (message.messageId !== undefined) tell(work(message.messageId));
    };
    const isMine = (message: Message, emoji: string): boolean =>
      message.reactions[emoji]?.includes(client.me.current?.userId ?? '') ?? false;
    return {
      react: (message, emoji) =>
        about(message, (id) => (isMine(message, emoji) ? room.unreact(id, emoji) : room.react(id, emoji))),
      reply: onReply,
      startEdit: (message) => onEditing(keyOf(message)),
      endEdit: () => onEditing(undefined),
      edit: (message, content) => about(message, (id) => room.edit(id, content)),
      remove: (message) => about(message, (id) => room.remove(id)),
      retry: ({ clientMessageId }) => {
        if (clientMessageId !== undefined) room.retry(clientMessageId);
      },
      discard: ({ clientMessageId }) => {
        if (clientMessageId !== undefined) room.discard(clientMessageId);
      },
      jumpTo: onJump,
    };
  }, [client, room, tell, onReply, onEditing, onJump]);
}
