import type { Role, Room } from '@noroshi/client';
import { useMessages } from '@noroshi/react';
import { useEffect, useMemo } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { Composer } from '../composer/composer.js';
import { MessageLog } from '../log/message-log.js';
import { rowsOf } from '../log/rows.js';
import { useLog } from '../log/use-log.js';
import { useMe } from '../me.js';
import { QuotesContext } from '../message/quotes.js';
import { texts } from '../texts.js';
import { NoticeList } from './notices.js';
import { TypingLine } from './typing-line.js';
import { UnreadBar } from './unread-bar.js';
import { useConversationShortcuts } from './use-conversation-shortcuts.js';
import { useFirstUnread } from './use-first-unread.js';
import { useGoTo } from './use-go-to.js';
import { useLinkedMessage } from './use-linked-message.js';
import type { Notices } from './use-notices.js';
import { useReading } from './use-reading.js';
import { useTalk } from './use-talk.js';

interface Props {
  readonly room: Room;
  readonly roomName: string;
  /** One's own. */
  readonly role: Role;
  readonly isArchived: boolean;
  readonly notices: Notices;
  /** Somebody wants to see what is there; a new object each time. */
  readonly jump: { readonly offset: string } | undefined;
}

const pageSize = 60;

export function Conversation({ room, roomName, role, isArchived, notices, jump }: Props) {
  const said = useTexts(texts);
  const messages = useMessages(room, { limit: pageSize });
  const { messages: shown, hasOlder, loading, jumpToLatest } = messages;
  const unread = useFirstUnread(room, messages, useMe().userId);
  const rows = useMemo(
    () => rowsOf({ messages: shown, hasOlder: hasOlder || loading === 'first', firstUnread: unread.key }),
    [shown, hasOlder, loading, unread.key],
  );
  const log = useLog(rows, messages);
  useReading(room, shown, log.isAtEnd);
  const goTo = useGoTo(messages, log.toRow);
  useEffect(() => {
    if (jump) goTo(jump.offset);
  }, [jump, goTo]);
  const toLatest = (): void => {
    log.toEnd();
    void jumpToLatest();
  };
  useConversationShortcuts(toLatest);
  const talk = useTalk({ room, messages, goTo, tell: notices.tell, onSent: toLatest });
  const { draft, setDraft, editing, deeds } = talk;
  useLinkedMessage(loading !== 'first', deeds.jumpTo);

  return (
    <QuotesContext value={talk.quotes}>
      <section className="conversation" aria-label={said.conversation}>
        <UnreadBar {...{ unread, messages, log, goTo }} tell={notices.tell} />
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
          <Composer {...{ room, roomName, draft }} onDraft={setDraft} onSend={talk.send} onEditLast={talk.editLast} />
        )}
      </section>
    </QuotesContext>
  );
}
