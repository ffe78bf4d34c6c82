import { keyOf, type Message, type Role, type Room } from '@noroshi/client';
import { useClient, useMessages } from '@noroshi/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { Composer } from '../composer/composer.js';
import { draftKey, emptyDraft, useDraft } from '../composer/draft.js';
import { MessageLog } from '../log/message-log.js';
import { rowsOf } from '../log/rows.js';
import { useLog } from '../log/use-log.js';
import { useMe } from '../me.js';
import { Quotes, QuotesContext } from '../message/quotes.js';
import { texts } from '../texts.js';
import { NoticeList } from './notices.js';
import { TypingLine } from './typing-line.js';
import { UnreadBar } from './unread-bar.js';
import { useConversationShortcuts } from './use-conversation-shortcuts.js';
import { useDeeds } from './use-deeds.js';
import { useFirstUnread } from './use-first-unread.js';
import type { Notices } from './use-notices.js';
import { useReading } from './use-reading.js';

interface Props {
  readonly room: Room;
  readonly roomName: string;
  readonly role: Role;
  readonly isArchived: boolean;
  readonly notices: Notices;
  /** Somebody wants to see what is there; a new object each time. */
  readonly jump: { readonly offset: string } | undefined;
}

const pageSize = 60;
const excerptLength = 120;

export function Conversation({ room, roomName, role, isArchived, notices, jump }: Props) {
  const said = useTexts(texts);
  const me = useMe();
  const client = useClient();
  const messages = useMessages(room, { limit: pageSize });
  const { messages: shown, hasOlder } = messages;
  const unread = useFirstUnread(room, messages, me.userId);
  const rows = useMemo(
    () => rowsOf({ messages: shown, hasOlder: hasOlder || messages.loading === 'first', firstUnread: unread.key }),
    [shown, hasOlder, messages.loading, unread.key],
  );
  const log = useLog(rows, messages);
  const [draft, setDraft] = useDraft(draftKey(me.userId, room.id));
  const [editing, setEditing] = useState<string>();
  useReading(room, shown, log.isAtEnd);

  const quotes = useMemo(() => new Quotes(client.rest, room.id), [client, room]);
  quotes.show(shown);
  const goTo = useGoTo(messages, log.toRow);
  useEffect(() => {
    if (jump) goTo(jump.offset);
  }, [jump, goTo]);
  const toMessage = useCallback(
    (messageId: string) => void quotes.find(messageId).then((quote) => quote && goTo(quote.offset)),
    [quotes, goTo],
  );

  const latestDraft = useRef(draft);
  latestDraft.current = draft;
  const reply = useCallback(
    ({ messageId, author, content }: Message) => {
      if (messageId === undefined) return;
      const replyTo = { messageId, name: author.name, excerpt: content.slice(0, excerptLength) };
      setDraft({ text: latestDraft.current.text, replyTo });
      document.querySelector<HTMLElement>('.composer textarea')?.focus();
    },
    [setDraft],
  );
  const deeds = useDeeds({
    ...{ client, room, tell: notices.tell },
    ...{ onReply: reply, onEditing: setEditing, onJump: toMessage },
  });
  const toLatest = (): void => void messages.jumpToLatest().then(log.toEnd);
  const send = (content: string): void => {
    const { replyTo } = draft;
    // What is refused is shown in the log, with why.
    room.send({ content, ...(replyTo && { replyTo: replyTo.messageId }) }).catch(() => undefined);
    setDraft(emptyDraft);
    toLatest();
  };
  const editLast = (): void => {
    const last = shown.findLast((m) => m.author.userId === me.userId && m.status === 'stored' && !m.isDeleted);
    if (last) setEditing(keyOf(last));
  };
  useConversationShortcuts(toLatest);

  return (
    <QuotesContext value={quotes}>
      <section className="conversation" aria-label={said.conversation}>
        <UnreadBar {...{ unread, messages, log }} />
        <MessageLog
          {...{ log, rows, messages, roomName, editing, deeds }}
          mayRemove={role !== 'member'}
          onLatest={toLatest}
        />
        <TypingLine room={room} />
        <NoticeList notices={notices} />
        {isArchived ? (
          <p className="archived-hint">{said.archivedHint}</p>
        ) : (
          <Composer {...{ room, roomName, draft }} onDraft={setDraft} onSend={send} onEditLast={editLast} />
        )}
      </section>
    </QuotesContext>
  );
}

/** To a place in the history: it is loaded if need be, and then in sight. */
function useGoTo(messages: ReturnType<typeof useMessages>, toRow: (key: string) => void): (offset: string) => void {
  const latest = useRef(messages);
  latest.current = messages;
  return useCallback(
    (offset: string) => {
      const keyAt = (): string | undefined => {
        const found = latest.current.messages.find((message) => message.offset === offset);
        return found && keyOf(found);
      };
      const held = keyAt();
      if (held !== undefined) {
        toRow(held);
        return;
      }
      void latest.current.jumpTo(offset).then(() => {
        // The page is drawn before it is looked for.
        requestAnimationFrame(() => {
          const key = keyAt();
          if (key !== undefined) toRow(key);
        });
      });
    },
    [toRow],
  );
}
