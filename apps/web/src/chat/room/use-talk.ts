import { keyOf, type Message, type Room } from '@noroshi/client';
import { useClient, type Messages } from '@noroshi/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { plainText } from '../../markdown/plain-text.js';
import { draftKey, emptyDraft, useDraft } from '../composer/draft.js';
import { useMe } from '../me.js';
import { Quotes } from '../message/quotes.js';
import { useDeeds } from './use-deeds.js';

interface Options {
  readonly room: Room;
  readonly messages: Messages;
  readonly tell: (work: Promise<unknown>) => void;
  readonly goTo: (offset: string) => void;
  readonly onSent: () => void;
}

const excerptLength = 120;

/** What somebody says in a room, and does about what was said. */
export function useTalk({ room, messages, tell, goTo, onSent }: Options) {
  const me = useMe();
  const client = useClient();
  const [draft, setDraft] = useDraft(draftKey(me.userId, room.id));
  const [editing, setEditing] = useState<string>();
  const quotes = useMemo(() => new Quotes(client.rest, room.id), [client, room]);
  quotes.show(messages.messages);

  const toMessage = useCallback(
    (messageId: string) => tell(quotes.find(messageId).then(({ offset }) => goTo(offset))),
    [quotes, goTo, tell],
  );
  const text = useRef(draft.text);
  text.current = draft.text;
  const reply = useCallback(
    ({ messageId, author, content }: Message) => {
      if (messageId === undefined) return;
      const replyTo = { messageId, name: author.name, excerpt: plainText(content).slice(0, excerptLength) };
      setDraft({ text: text.current, replyTo });
      document.querySelector<HTMLElement>('.composer textarea')?.focus();
    },
    [setDraft],
  );
  const deeds = useDeeds({ client, room, tell, onReply: reply, onEditing: setEditing, onJump: toMessage });

  const send = (content: string): void => {
    const { replyTo } = draft;
    // What is refused is shown in the log, with why.
    room.send({ content, ...(replyTo && { replyTo: replyTo.messageId }) }).catch(() => undefined);
    setDraft(emptyDraft);
    onSent();
  };
  const editLast = (): void => {
    const isEditable = ({ author, status, isDeleted }: Message): boolean =>
      author.userId === me.userId && status === 'stored' && isDeleted !== true;
    const last = messages.messages.findLast(isEditable);
    if (last) setEditing(keyOf(last));
  };
  return { draft, setDraft, editing, quotes, deeds, send, editLast };
}
